using System.Text.Json.Serialization;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>What a function that a model called gave back.</summary>
public sealed class FunctionResultContent : KernelContent
{
    /// <summary>A result.</summary>
    /// <param name="functionName">The function.</param>
    /// <param name="pluginName">Its plugin.</param>
    /// <param name="callId">The id of the call.</param>
    /// <param name="result">The result.</param>
    [JsonConstructor]
    public FunctionResultContent(string? functionName = null, string? pluginName = null, string? callId = null, object? result = null)
    {
        FunctionName = functionName;
        PluginName = pluginName;
        CallId = callId;
        Result = result;
    }

    /// <summary>The result of a call.</summary>
    /// <param name="functionCall">The call.</param>
    /// <param name="result">The result.</param>
    public FunctionResultContent(FunctionCallContent functionCall, object? result = null)
        : this(functionCall.FunctionName, functionCall.PluginName, functionCall.Id, result)
    {
    }

    /// <summary>The result of a call.</summary>
    /// <param name="functionCallContent">The call.</param>
    /// <param name="result">The function's result, of which the value is kept.</param>
    public FunctionResultContent(FunctionCallContent functionCallContent, FunctionResult result)
        : this(functionCallContent, result.Value)
    {
        InnerContent = result;
    }

    /// <summary>The id of the call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallId { get; }

    /// <summary>The function's plugin.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PluginName { get; }

    /// <summary>The function.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FunctionName { get; }

    /// <summary>The result; read from JSON, a <see cref="System.Text.Json.JsonElement"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Result { get; }

    /// <summary>A tool message with this result as its only item.</summary>
    public ChatMessageContent ToChatMessage() => new(AuthorRole.Tool, [this]);
}
