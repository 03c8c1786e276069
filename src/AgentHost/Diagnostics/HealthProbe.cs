using System.Net;

namespace AgentHost.Diagnostics;

/// <summary>
/// <c>AgentHost --health</c>: asks the host on this machine whether it is ready, so that a container image needs
/// no other program for its health check.
/// </summary>
internal static class HealthProbe
{
    public const string Argument = "--health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks, and prints the answer.</summary>
    /// <returns>0 when the host is ready, else 1.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var urls = HostBuilder.Create(args).Configuration[WebHostDefaults.ServerUrlsKey];
        if (!TryFindAddress(urls, out var address))
        {
            await Console.Error.WriteLineAsync($"Urls: '{urls}' is no address to ask.");
            return 1;
        }

        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "/health/ready"));
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer.");
            return 1;
        }
    }

    private static bool TryFindAddress(string? urls, out Uri address)
    {
        try
        {
            address = FindAddress(urls);
            return true;
        }
        catch (FormatException)
        {
            address = new Uri("about:blank");
            return false;
        }
    }

    /// <summary>Where the host listens, as this machine reaches it.</summary>
    public static Uri FindAddress(string? urls)
    {
        var first = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (first is null) return new Uri($"http://127.0.0.1:{HostBuilder.DefaultPort}");

        var address = BindingAddress.Parse(first);
        var isAny = address.Host is "*" or "+" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
        return new Uri($"{address.Scheme}://{(isAny ? "127.0.0.1" : address.Host)}:{address.Port}");
    }
}
