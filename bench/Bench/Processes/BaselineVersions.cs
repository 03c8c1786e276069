using System.Diagnostics;

namespace AgentHost.Bench.Processes;

/// <summary>What the baseline runs on: uvicorn takes faster parts (uvloop, httptools) when they are installed.</summary>
internal static class BaselineVersions
{
    private const string Script =
        """
        import platform, importlib.util as u
        import fastapi, uvicorn, httpx
        faster = [name for name in ("uvloop", "httptools") if u.find_spec(name)]
        print("Python", platform.python_version() + ", FastAPI", fastapi.__version__ + ", uvicorn", uvicorn.__version__,
              "with " + " and ".join(faster) if faster else "without uvloop and httptools", end="")
        print(", httpx", httpx.__version__)
        """;

    /// <summary>One line; throws when a part is missing.</summary>
    public static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Places.Python, ["-c", Script]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var python = Process.Start(start) ?? throw new InvalidOperationException("No Python was started.");
        var line = await python.StandardOutput.ReadToEndAsync(cancellationToken);
        await python.WaitForExitAsync(cancellationToken);
        return python.ExitCode == 0
            ? line.Trim()
            : throw new InvalidOperationException("The baseline needs FastAPI, uvicorn and httpx for " + Places.Python + ".");
    }
}
