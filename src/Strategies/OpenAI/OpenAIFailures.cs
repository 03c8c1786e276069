using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AgentHost.Strategies.OpenAI;

/// <summary>Everything that the official client and the network throw, as the one exception of the host.</summary>
internal sealed class OpenAIFailures(ProviderOptions provider, ModelOptions model, TimeProvider time)
{
    private const int LoggedBody = 500;

    public ProviderException NotConfigured() =>
        new(ProviderFailure.NotConfigured, provider.Name, model.Id, $"no key: set {provider.ApiKeyVariable}");

    public ProviderException Refused(ArgumentException exception) =>
        new(ProviderFailure.InvalidRequest, provider.Name, model.Id, exception.Message, exception);

    public ProviderException Unfinished(bool delivered) =>
        new(ProviderFailure.Interrupted, provider.Name, model.Id, "the answer ended without a finish reason") { Delivered = delivered };

    public ProviderException From(Exception exception, string? expired, bool delivered) => exception switch
    {
        ProviderException known => known,
        _ when expired is not null => Create(ProviderFailure.Timeout, expired, exception, delivered),
        ClientResultException { Status: 0, InnerException: HttpRequestException inner } => Create(OfTransport(inner), inner.Message, exception, delivered),
        ClientResultException answered => OfStatus(answered),
        HttpRequestException inner => Create(OfTransport(inner), inner.Message, exception, delivered),
        IOException => Create(ProviderFailure.Interrupted, exception.Message, exception, delivered),
        // Neither the caller nor a limit of ours: the handler's time for connecting.
        OperationCanceledException => Create(ProviderFailure.Unreachable, "no connection in time", exception, delivered),
        OpenAIStreamError error => Create(OfError(Word(error.Error, "code"), Word(error.Error, "type"), error.Message) ?? ProviderFailure.ServerError, error.Message, exception, delivered),
        _ => Create(ProviderFailure.InvalidResponse, exception.Message, exception, delivered),
    };

    private static ProviderFailure OfTransport(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError => ProviderFailure.Unreachable,
        HttpRequestError.InvalidResponse => ProviderFailure.InvalidResponse,
        _ => ProviderFailure.Interrupted,
    };

    private ProviderException OfStatus(ClientResultException exception)
    {
        var response = exception.GetRawResponse();
        var body = response?.Content.ToString() ?? "";
        var (code, type) = ErrorWords(body);
        var failure = exception.Status switch
        {
            401 or 403 => ProviderFailure.Unauthorized,
            402 => ProviderFailure.QuotaExceeded,
            404 => ProviderFailure.ModelNotFound,
            413 => ProviderFailure.ContextTooLong,
            429 => OfError(code, type, "") ?? ProviderFailure.RateLimited,
            408 or >= 500 => ProviderFailure.ServerError,
            < 400 => ProviderFailure.InvalidResponse,
            _ => OfError(code, type, body) ?? ProviderFailure.InvalidRequest,
        };
        body = WithoutKey(body);
        var words = $"HTTP {exception.Status}: {(body.Length > LoggedBody ? body[..LoggedBody] : body)}";
        return new ProviderException(failure, provider.Name, model.Id, words, WithoutKey(exception)) { StatusCode = exception.Status, RetryAfter = RetryAfter(response) };
    }

    // The codes of OpenAI, Groq, llama.cpp and vLLM; the words where a server has no code for it.
    private static ProviderFailure? OfError(string? code, string? type, string words) => (code, type) switch
    {
        ("insufficient_quota", _) or (_, "insufficient_quota") => ProviderFailure.QuotaExceeded,
        ("rate_limit_exceeded", _) or (_, "rate_limit_error" or "rate_limit_exceeded" or "tokens" or "requests") => ProviderFailure.RateLimited,
        ("context_length_exceeded" or "string_above_max_length", _) or (_, "exceed_context_size_error") => ProviderFailure.ContextTooLong,
        ("model_not_found", _) => ProviderFailure.ModelNotFound,
        _ when words.Contains("context length", StringComparison.OrdinalIgnoreCase)
            || words.Contains("context size", StringComparison.OrdinalIgnoreCase)
            || words.Contains("context window", StringComparison.OrdinalIgnoreCase) => ProviderFailure.ContextTooLong,
        _ => null,
    };

    private static (string? Code, string? Type) ErrorWords(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error)
                ? (Word(error, "code"), Word(error, "type"))
                : (null, null);
        }
        catch (JsonException)
        {
            // A gateway's page, or nothing: the status alone speaks.
            return (null, null);
        }
    }

    private static string? Word(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private ProviderException Create(ProviderFailure failure, string words, Exception exception, bool delivered) =>
        new(failure, provider.Name, model.Id, WithoutKey(words), WithoutKey(exception)) { Delivered = delivered };

    // Some servers repeat the key that they refuse, or the whole request; this goes to the log.
    private string WithoutKey(string words) => HasKey(words) ? words.Replace(provider.ApiKey!, "(the key)", StringComparison.Ordinal) : words;

    private Exception? WithoutKey(Exception exception) => HasKey(exception.ToString()) ? null : exception;

    private bool HasKey(string words) => provider.ApiKey is { Length: > 0 } key && words.Contains(key, StringComparison.Ordinal);

    /// <summary>RFC 9110, 10.2.3: seconds, or a date.</summary>
    private TimeSpan? RetryAfter(PipelineResponse? response)
    {
        if (response is null || !response.Headers.TryGetValue("Retry-After", out var text) || !RetryConditionHeaderValue.TryParse(text, out var value))
        {
            return null;
        }

        var wait = value.Delta ?? value.Date - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
