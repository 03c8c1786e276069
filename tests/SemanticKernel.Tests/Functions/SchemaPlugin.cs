using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;

namespace AgentHost.SemanticKernel.Tests.Functions;

public enum Unit
{
    Celsius,
    Fahrenheit,
}

[JsonConverter(typeof(JsonStringEnumConverter<StrUnit>))]
public enum StrUnit
{
    Celsius,
    Fahrenheit,
}

/// <summary>The functions of Vectors/functions.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1822", Justification = "Functions of an object, as hosts write them.")]
public sealed class SchemaPlugin
{
    [KernelFunction]
    [Description("No parameters")]
    public string None() => "none";

    [KernelFunction]
    [Description("One string")]
    public string Str([Description("the text")] string text) => text;

    [KernelFunction]
    public int Ints(int a, long b, short c, byte d) => a + (int)b + c + d;

    [KernelFunction]
    public double Numbers(double x, float y, decimal z) => x + y + (double)z;

    [KernelFunction]
    public bool Bools(bool on, bool? maybe) => on && maybe == true;

    [KernelFunction]
    public Unit EnumNum(Unit unit) => unit;

    [KernelFunction]
    public StrUnit EnumStr([Description("which unit")] StrUnit unit, StrUnit? other = null) => other ?? unit;

    [KernelFunction]
    public string Defaults(string a = "x", int b = 5, bool c = true, string? d = null, int e = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{a}{b}{c}{d}{e}");

    [KernelFunction]
    public string Nullables(int? n, string? s, DateTime? when = null) => string.Create(CultureInfo.InvariantCulture, $"{n}|{s}|{when:yyyy}");

    [KernelFunction]
    public string[] Arrays(string[] names, List<int> ids, IEnumerable<Unit> units) =>
        [.. names, .. ids.Select(id => id.ToString(CultureInfo.InvariantCulture)), .. units.Select(unit => unit.ToString())];

    [KernelFunction]
    public string Dates(DateTime a, DateTimeOffset b, TimeSpan c, Guid d, Uri e, DateOnly f) =>
        string.Create(CultureInfo.InvariantCulture, $"{a:s} {b:s} {c} {d} {e} {f:o}");

    [KernelFunction]
    [Description("Places an order")]
    public Order Complex([Description("The order")] Order order, Address address) =>
        new() { Id = order.Id, Customer = order.Customer, ShipTo = address, Lines = order.Lines, Unit = order.Unit };

    [KernelFunction]
    public string Recursive(Tree tree) => tree.Name + string.Concat(tree.Children?.Select(Recursive) ?? []);

    [KernelFunction]
    public string Dict(Dictionary<string, int> map, object anything, JsonElement json) =>
        string.Create(CultureInfo.InvariantCulture, $"{map.Values.Sum()} {anything} {json}");

    [KernelFunction]
    public async Task<string> TaskAsync(string q)
    {
        await Task.Yield();
        return q;
    }

    [KernelFunction]
    public async IAsyncEnumerable<string> Stream(int n)
    {
        for (var i = 0; i < n; i++)
        {
            await Task.Yield();
            yield return i.ToString(CultureInfo.InvariantCulture);
        }
    }

    [KernelFunction]
    public string Infra(Kernel kernel, KernelFunction function, KernelArguments arguments, ILoggerFactory loggers, ILogger log, CultureInfo culture, string q, [FromKernelServices] TimeProvider? clock = null, CancellationToken cancellationToken = default) =>
        string.Join('|', kernel is not null, function.Name, arguments.Count, loggers is not null, log is not null, culture.Name, q, clock is null, cancellationToken.CanBeCanceled);

    [KernelFunction("snake_name")]
    public string Snake(string q) => q;

    [KernelFunction]
    [return: Description("the answer")]
    public string WithReturnDescription(string q) => q;
}

public sealed class Order
{
    [JsonPropertyName("order_id")]
    [Description("Order id")]
    public int Id { get; set; }

    public required string Customer { get; set; }

    public Address? ShipTo { get; set; }

    public List<OrderLine> Lines { get; set; } = [];

    public Dictionary<string, double>? Extra { get; set; }

    public Unit Unit { get; set; }
}

[Description("A postal address")]
public sealed record Address([property: Description("Street and number")] string Street, string City, string? Zip = null);

public sealed class OrderLine
{
    public string Sku { get; set; } = "";

    [Description("How many")]
    public int Qty { get; set; }
}

public sealed class Tree
{
    public string Name { get; set; } = "";

    public List<Tree>? Children { get; set; }
}
