using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AgentHost.Diagnostics;

/// <summary>What to tell an operator whose host does not start, where the cause is theirs to mend.</summary>
internal static partial class StartFailure
{
    /// <summary>The lines to print; null when the cause is not understood and the exception itself must be seen.</summary>
    public static IReadOnlyList<string>? Explain(Exception exception) => exception switch
    {
        SettingsException settings => ["AgentHost cannot start with these settings:", .. settings.Mistakes.Select(mistake => "  " + mistake)],
        OptionsValidationException options => Explain(new SettingsException([.. Describe(options)])),
        AggregateException many when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            Explain(new SettingsException([.. many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(Describe)])),
        InvalidDataException or FormatException when exception.InnerException is JsonException or FormatException =>
            Explain(new SettingsException([$"{exception.Message} {exception.GetBaseException().Message}"])),
        IOException { InnerException: AddressInUseException } =>
            [$"AgentHost cannot start: {exception.Message.TrimEnd('.')}. Stop the program that listens there, or set PORT or Urls to another."],
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            ["AgentHost cannot start: this user may not listen on that port. Ports below 1024 need a privilege; set PORT or Urls to another."],
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            ["AgentHost cannot start: this machine has no such address to listen on. Check HOST or Urls."],
        IOException { InnerException: SocketException inner } => Explain(inner),
        _ => null,
    };

    /// <summary>Every mistake with its key in front.</summary>
    public static IEnumerable<string> Describe(OptionsValidationException exception)
    {
        var section = SettingsSections.All.FirstOrDefault(section => section.Type == exception.OptionsType)?.Name;
        return exception.Failures.Select(failure =>
        {
            var member = DataAnnotations().Match(failure);
            return member.Success ? $"{section}:{member.Groups["member"].Value}: {member.Groups["error"].Value}"
                : Property().Match(failure) is { Success: true } named ? $"{named.Groups["key"].Value}: {named.Groups["error"].Value}"
                : failure;
        });
    }

    // The two ways in which the framework words a failure.
    [GeneratedRegex(@"^DataAnnotation validation failed for '[^']*' members: '(?<member>[^']*)' with the error: '(?<error>.*)'\.$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DataAnnotations();

    [GeneratedRegex("^Property (?<key>[^ ]+): (?<error>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Property();
}
