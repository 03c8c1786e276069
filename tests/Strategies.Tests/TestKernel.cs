using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace AgentHost.Strategies.Tests;

/// <summary>A kernel with the tools that the tests offer.</summary>
internal static class TestKernel
{
    public static PromptExecutionSettings Auto { get; } = new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) };

    public static Kernel Create()
    {
        var kernel = new Kernel();
        kernel.Plugins.AddFromObject(new Tools(), "tools");
        return kernel;
    }

    private sealed class Tools
    {
        [KernelFunction("calculate"), Description("Calculates.")]
        public string Calculate([Description("What to calculate.")] string expression) => expression;

        [KernelFunction("web_parse"), Description("Reads pages.")]
        public string WebParse(string[] urls) => string.Join(' ', urls);

        [KernelFunction("web_search"), Description("Searches.")]
        public string WebSearch(string query) => query;

        [KernelFunction("run_code"), Description("Runs code.")]
        public string RunCode(string code, string language = "python") => code + language;

        [KernelFunction("get_current_time"), Description("Tells the time.")]
        public string GetCurrentTime() => "noon";
    }
}
