namespace AgentHost.Plugins.Arithmetic;

/// <summary>What <c>calculate</c> gives.</summary>
/// <param name="Expression">The expression as it was read.</param>
/// <param name="Result">Its value in decimal digits.</param>
/// <param name="Approximate">True when the value is rounded; absent when it is exact.</param>
/// <param name="Error">Why there is no value, with the position of a mistake.</param>
public sealed record CalculationResult(string Expression, string? Result = null, bool? Approximate = null, string? Error = null) : IToolResult
{
    /// <summary>The JSON that the model reads.</summary>
    public override string ToString() => ToolJson.Of(this);
}
