using System.Runtime.CompilerServices;

namespace AgentHost.Tests.Diagnostics;

/// <summary>Files of the repository, for tests that hold documents and code together.</summary>
internal static class Repository
{
    public static string PathOf(params string[] parts) => Path.Combine([Root(), .. parts]);

    private static string Root([CallerFilePath] string here = "")
    {
        var directory = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(directory.FullName, "AgentHost.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }
}
