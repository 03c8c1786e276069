using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A model's wish to call a function.</summary>
public sealed class FunctionCallContent : KernelContent
{
    /// <summary>A call.</summary>
    /// <param name="functionName">The function.</param>
    /// <param name="pluginName">Its plugin; null looks in all plugins.</param>
    /// <param name="id">The call's id, by which the result refers to it.</param>
    /// <param name="arguments">The arguments.</param>
    [JsonConstructor]
    public FunctionCallContent(string functionName, string? pluginName = null, string? id = null, KernelArguments? arguments = null)
    {
        ArgumentNullException.ThrowIfNull(functionName);
        FunctionName = functionName;
        Id = id;
        PluginName = pluginName;
        Arguments = arguments;
    }

    /// <summary>The call's id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; }

    /// <summary>The function's plugin.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PluginName { get; }

    /// <summary>The function.</summary>
    public string FunctionName { get; }

    /// <summary>The arguments.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KernelArguments? Arguments { get; }

    /// <summary>Why the model's words are no valid call. A thrown exception can't be serialised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Exception? Exception { get; init; }

    /// <summary>All calls of a message.</summary>
    /// <param name="messageContent">The message.</param>
    public static IEnumerable<FunctionCallContent> GetFunctionCalls(ChatMessageContent messageContent) =>
        messageContent.Items.OfType<FunctionCallContent>();

    /// <summary>Calls the function.</summary>
    /// <param name="kernel">The kernel whose plugins are searched.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyNotFoundException">The kernel has no such function.</exception>
    /// <exception cref="KernelException">An argument is missing, or <see cref="Exception"/> is set.</exception>
    public async Task<FunctionResultContent> InvokeAsync(Kernel kernel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (Exception is not null)
        {
            throw Exception;
        }

        var function = kernel.Plugins.GetFunction(PluginName, FunctionName);
        return new FunctionResultContent(this, await function.InvokeAsync(kernel, Arguments, cancellationToken));
    }
}
