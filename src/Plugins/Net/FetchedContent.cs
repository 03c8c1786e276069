namespace AgentHost.Plugins.Net;

/// <summary>What a URL gave.</summary>
/// <param name="Url">Where the content came from, after redirects.</param>
/// <param name="MediaType">Its type in lower case, without parameters.</param>
/// <param name="Charset">The character set that the header names, or null.</param>
/// <param name="Body">The bytes, decompressed.</param>
public sealed record FetchedContent(Uri Url, string MediaType, string? Charset, ReadOnlyMemory<byte> Body);
