using System.Text;
using Microsoft.SemanticKernel;

namespace AgentHost.Context;

/// <summary>
/// Guesses how many tokens something takes, without the model's tokenizer. Bytes rather than characters: scripts beyond
/// ASCII take more tokens a character, and more bytes.
/// </summary>
internal static class TokenEstimate
{
    // What roles and separators take in common chat templates.
    private const int PerMessage = 4;

    // About what providers count for a picture of a megapixel.
    private const int PerPicture = 1000;

    /// <summary>Tokens of a message.</summary>
    public static int Of(ChatMessageContent message, double bytesPerToken)
    {
        double bytes = 0;
        var pictures = 0;
        foreach (var item in message.Items)
        {
            if (item is BinaryContent)
                pictures++;
            else
                bytes += Bytes(item);
        }
        return PerMessage + (pictures * PerPicture) + (int)Math.Min(int.MaxValue / 2, Math.Ceiling(bytes / bytesPerToken));
    }

    private static long Bytes(KernelContent item) => item switch
    {
        TextContent text => Bytes(text.Text),
        FunctionCallContent call => Bytes(call.PluginName) + Bytes(call.FunctionName)
            + (call.Arguments?.Sum(argument => 8 + Bytes(argument.Key) + Bytes(PlainValue.Text(argument.Value))) ?? 0),
        FunctionResultContent result => Bytes(PlainValue.Text(result.Result)),
        _ => 0,
    };

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
