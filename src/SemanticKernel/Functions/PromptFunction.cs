using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>A function that renders a prompt and asks a model.</summary>
internal sealed class PromptFunction : KernelFunction
{
    private readonly IPromptTemplate _template;
    private readonly IReadOnlyList<InputVariable> _variables;

    private PromptFunction(IPromptTemplate template, IReadOnlyList<InputVariable> variables, KernelFunctionMetadata metadata, IReadOnlyDictionary<string, PromptExecutionSettings>? settings)
        : base(metadata, options: null, settings)
    {
        _template = template;
        _variables = variables;
    }

    private PromptFunction(PromptFunction original, Kernel? kernel, string? pluginName)
        : base(original, kernel, pluginName)
    {
        _template = original._template;
        _variables = original._variables;
    }

    public static PromptFunction Create(IPromptTemplate template, PromptTemplateConfig config)
    {
        var name = string.IsNullOrWhiteSpace(config.Name) ? "func" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) : config.Name;
        var metadata = new KernelFunctionMetadata(name) { Description = config.Description, Parameters = config.ParametersMetadata() };
        metadata.ReturnParameter = config.ReturnMetadata() ?? metadata.ReturnParameter;
        return new PromptFunction(template, [.. config.InputVariables.Select(variable => new InputVariable(variable))], metadata, config.ExecutionSettings);
    }

    public override KernelFunction Clone(string? pluginName = null) => Bind(BoundKernel, pluginName);

    internal override KernelFunction Bind(Kernel? kernel, string? pluginName) => new PromptFunction(this, kernel, pluginName);

    protected override async ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var (service, context) = await RenderAsync(kernel, arguments, isStreaming: false, cancellationToken);
        if (context.Result is { } given)
        {
            given.RenderedPrompt = context.RenderedPrompt;
            return given;
        }

        var answers = await service.GetChatMessageContentsAsync(context.RenderedPrompt!, context.ExecutionSettings, kernel, cancellationToken);
        return answers is [var answer]
            ? new FunctionResult(this, answer, kernel.Culture, answer.Metadata) { RenderedPrompt = context.RenderedPrompt }
            : new FunctionResult(this, answers, kernel.Culture) { RenderedPrompt = context.RenderedPrompt };
    }

    protected override async IAsyncEnumerable<TResult?> InvokeStreamingCoreAsync<TResult>(Kernel kernel, KernelArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TResult : default
    {
        var (service, context) = await RenderAsync(kernel, arguments, isStreaming: true, cancellationToken);
        if (context.Result is { } given)
        {
            yield return given.GetValue<TResult>();
            yield break;
        }

        await foreach (var piece in service.GetStreamingChatMessageContentsAsync(context.RenderedPrompt!, context.ExecutionSettings, kernel, cancellationToken))
        {
            yield return piece switch
            {
                TResult typed => typed,
                _ when typeof(TResult) == typeof(string) => (TResult)(object)piece.ToString(),
                _ when typeof(TResult) == typeof(byte[]) => (TResult)(object)piece.ToByteArray(),
                _ => throw new NotSupportedException($"The specified type {typeof(TResult)} is not supported. Support types are {typeof(StreamingTextContent)}, string, byte[], or a matching type for {typeof(StreamingKernelContent)}."),
            };
        }
    }

    private async Task<(IChatCompletionService Service, PromptRenderContext Context)> RenderAsync(Kernel kernel, KernelArguments arguments, bool isStreaming, CancellationToken cancellationToken)
    {
        var (service, settings) = SelectService(kernel, arguments);
        var context = new PromptRenderContext(kernel, this, WithDefaults(arguments))
        {
            CancellationToken = cancellationToken,
            ExecutionSettings = settings,
            IsStreaming = isStreaming,
        };
        await Filters.RunAsync(
            kernel.PromptFiltersOrNull,
            context,
            static (filter, c, next) => filter.OnPromptRenderAsync(c, next),
            async c => c.RenderedPrompt = await _template.RenderAsync(kernel, c.Arguments, cancellationToken));
        if (context.Result is null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(context.RenderedPrompt);
        }

        return (service, context);
    }

    private (IChatCompletionService Service, PromptExecutionSettings? Settings) SelectService(Kernel kernel, KernelArguments arguments)
    {
        if (kernel.ServiceSelector.TrySelectAIService<IChatCompletionService>(kernel, this, arguments, out var service, out var settings))
        {
            return (service, settings);
        }

        return kernel.GetAllServices<IChatClient>().LastOrDefault() is { } client
            ? (client.AsChatCompletionService(), (arguments.ExecutionSettings ?? ExecutionSettings)?.Values.FirstOrDefault())
            : throw new KernelException($"Required service of type {typeof(IChatCompletionService)} not registered.");
    }

    private KernelArguments WithDefaults(KernelArguments arguments)
    {
        var missing = _variables.Where(variable => variable.Default is not null && !arguments.ContainsName(variable.Name)).ToList();
        if (missing.Count == 0)
        {
            return arguments;
        }

        var all = new KernelArguments(arguments);
        missing.ForEach(variable => all[variable.Name] = variable.Default);
        return all;
    }
}
