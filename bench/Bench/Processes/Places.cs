namespace AgentHost.Bench.Processes;

/// <summary>Files outside this program, found from the repository's root.</summary>
internal static class Places
{
    public static string Root { get; } = FindRoot();

    public static string BaselineFolder => Path.Combine(Root, "bench", "baseline");

    public static string HostProject => Path.Combine(Root, "src", "AgentHost", "AgentHost.csproj");

    public static string HostProgram => Path.Combine(Root, "src", "AgentHost", "bin", "Release", "net10.0", "AgentHost.dll");

    /// <summary>The Python that has FastAPI, uvicorn and httpx: the distribution's, or another by PYTHON.</summary>
    public static string Python => Environment.GetEnvironmentVariable("PYTHON") is { Length: > 0 } python ? python : "/usr/bin/python3";

    /// <summary>Logs and the host's data of this run; removed with it.</summary>
    public static string Scratch { get; } = Directory.CreateTempSubdirectory("agenthost-bench-").FullName;

    /// <summary>A new empty folder: what the host stores there must not come from an earlier start.</summary>
    public static string NewFolder() => Directory.CreateDirectory(Path.Combine(Scratch, Path.GetRandomFileName())).FullName;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AgentHost.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("AgentHost.sln is in no folder above " + AppContext.BaseDirectory);
    }
}
