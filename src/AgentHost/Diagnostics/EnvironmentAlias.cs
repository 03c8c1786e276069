namespace AgentHost.Diagnostics;

/// <summary>An environment variable that stands for settings of ours.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Settings">The keys it sets, for the documents; empty when it sets none.</param>
/// <param name="Meaning">What it does and which values it takes, one line.</param>
/// <param name="Read">Turns its value into settings, or throws a <see cref="FormatException"/> that says what is wrong with it.</param>
internal sealed record EnvironmentAlias(string Name, string Settings, string Meaning, EnvironmentAlias.Reader Read)
{
    /// <summary>Turns the value of a variable into settings.</summary>
    /// <param name="value">The variable's value, not empty.</param>
    /// <param name="variable">Other variables by name; null for those not set.</param>
    /// <returns>Settings by their keys.</returns>
    public delegate IEnumerable<KeyValuePair<string, string?>> Reader(string value, Func<string, string?> variable);

    /// <summary>The variable's value is the setting's.</summary>
    public static EnvironmentAlias Same(string name, string key, string meaning) =>
        new(name, $"`{key}`", meaning, (value, _) => [new(key, value)]);

    /// <summary>The part of the host that it is for reads and checks it, beside the setting that it stands for.</summary>
    public static EnvironmentAlias ReadByItsOwner(string name, string settings, string meaning) =>
        new(name, settings, meaning, (_, _) => []);
}
