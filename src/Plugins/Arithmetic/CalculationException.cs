namespace AgentHost.Plugins.Arithmetic;

/// <summary>An expression has no value; the message is for the model.</summary>
internal sealed class CalculationException(string message) : Exception(message);
