namespace AgentHost.Diagnostics;

/// <summary>The program around the host: its exit code and its last words.</summary>
internal static class HostProgram
{
    /// <summary>Runs the host until it is asked to stop.</summary>
    /// <returns>0; 1 when it could not start, with the reasons on standard error. An exception that nobody expected goes on.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args.Contains(HealthProbe.Argument, StringComparer.Ordinal))
                return await HealthProbe.RunAsync([.. args.Where(arg => arg != HealthProbe.Argument)]);

            await using var application = AgentHostApplication.Create(args);
            await application.StartAsync();
            await application.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } lines)
        {
            foreach (var line in lines) await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }
}
