using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace AgentHost.SemanticKernel.Tests.Functions;

[SuppressMessage("Performance", "CA1822", Justification = "Functions of an object, as hosts write them.")]
public class NamingTests
{
    private static readonly JsonElement Rules = Vector.Json("functions", "naming.json");

    public static TheoryData<string> Cases() => [.. Actual.Keys];

    private static Dictionary<string, Func<string>> Actual { get; } = new(StringComparer.Ordinal)
    {
        ["function 'SlowAsync' (Task) ->"] = () => KernelFunctionFactory.CreateFromMethod(SlowAsync).Name,
        ["function 'GetAsync' (sync return) ->"] = () => KernelFunctionFactory.CreateFromMethod(GetAsync).Name,
        ["function name with dash"] = () => Function("a-b"),
        ["function name with dot"] = () => Function("a.b"),
        ["function name with space"] = () => Function("a b"),
        ["function name unicode"] = () => Function("größe"),
        ["function name empty"] = () => Function(""),
        ["plugin name with dash"] = () => Plugin("a-b").Name,
        ["plugin name with space"] = () => Plugin("a b").Name,
        ["plugin from type, no name"] = () => KernelPluginFactory.CreateFromType<SchemaPlugin>().Name,
        ["plugin from generic type"] = () => KernelPluginFactory.CreateFromType<GenericPlugin<int>>().Name,
        ["plugin twice same name"] = () => new KernelPluginCollection([Plugin("P"), Plugin("P")]).Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["duplicate function names in plugin"] = () => KernelPluginFactory.CreateFromFunctions("P", [Hello("F"), Hello("F")]).Name,
        ["type without [KernelFunction]"] = () => KernelPluginFactory.CreateFromObject(new object()).Name,
        ["two ref params"] = () => KernelFunctionFactory.CreateFromMethod(typeof(NamingTests).GetMethod(nameof(WithRef))!).Name,
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_and_errors_are_as_in_the_vectors(string rule)
    {
        var expected = Rules.GetProperty(rule).GetString()!;
        Assert.Equal(expected, Try(Actual[rule]));
    }

    [Fact]
    public void A_lambda_is_named_by_its_compiled_method() =>
        Assert.Matches("^_[A-Za-z_]+_b__[0-9_]+$", KernelFunctionFactory.CreateFromMethod(() => "x").Name);

    public static int WithRef(ref int a, ref int b) => a + b;

    private static string Try(Func<string> act)
    {
        try
        {
            return act();
        }
        catch (ArgumentException exception)
        {
            return $"ERROR {exception.GetType().Name}: {exception.Message}";
        }
    }

    private static async Task<string> SlowAsync()
    {
        await Task.Yield();
        return "slow";
    }

    private static string GetAsync() => "sync";

    private static string Function(string name) => Hello(name).Name;

    private static KernelFunction Hello(string name) => KernelFunctionFactory.CreateFromMethod(() => "hello", name);

    private static KernelPlugin Plugin(string name) => KernelPluginFactory.CreateFromFunctions(name);

    public sealed class GenericPlugin<T>
    {
        [KernelFunction]
        [Description("The type")]
        public string Name() => typeof(T).Name;
    }
}
