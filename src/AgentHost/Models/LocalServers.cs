using System.Text.Json;
using AgentHost.Strategies;

namespace AgentHost.Models;

/// <summary>
/// Looks for an OpenAI-compatible server on this machine: llama.cpp, Ollama and the like. Something counts as one only after
/// a valid answer of its <c>/models</c>, since any program may listen on these ports.
/// </summary>
internal sealed class LocalServers(TimeProvider time)
{
    private const int LargestAnswer = 1 << 20;
    private const int MostModels = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(400);

    /// <summary>Asks all addresses at once and takes the first in order that answers; null when none does in time.</summary>
    public async Task<DefaultModel?> FindAsync(IReadOnlyList<Uri> addresses, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { MaxResponseContentBufferSize = LargestAnswer };
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var answers = await Task.WhenAll(addresses.Select(address => AskAsync(client, address, both.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        return answers.FirstOrDefault(answer => answer is not null);
    }

    private static async Task<DefaultModel?> AskAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var body = await client.GetByteArrayAsync(new Uri(address.AbsoluteUri.TrimEnd('/') + "/models"), cancellationToken);
            using var json = JsonDocument.Parse(body);
            var ids = Ids(json.RootElement);
            return ids.Count == 0 ? null : Found(address, ids);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException or OperationCanceledException)
        {
            // Nobody there, somebody else there, or too slow: all the same to us.
            return null;
        }
    }

    private static List<string> Ids(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            ? [.. data.EnumerateArray()
                .Select(model => model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null)
                .OfType<string>()
                .Where(id => id.Length is > 0 and < 200)
                .Distinct(StringComparer.Ordinal)
                .Take(MostModels)]
            : [];

    private static DefaultModel Found(Uri address, List<string> ids)
    {
        var provider = new ProviderOptions { Name = KnownProviders.Local, BaseUrl = address };
        var models = ids.ConvertAll(id => new ModelOptions { Id = id, Provider = provider.Name, UpstreamName = id });
        // Servers list their embedding models too.
        var chat = ids.Find(id => !id.Contains("embed", StringComparison.OrdinalIgnoreCase)) ?? ids[0];
        return new DefaultModel(chat, $"a model server answers at {address}", models, provider);
    }
}
