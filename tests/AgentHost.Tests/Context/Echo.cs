using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace AgentHost.Tests.Context;

/// <summary>Clients that parse JSON and write it again.</summary>
internal static class Echo
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Task<string> NodeAsync(string json) =>
        RunAsync(json, "node", "-e", "process.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync(0, 'utf8')), null, 1))");

    public static Task<string> PythonAsync(string json, string arguments = "") =>
        RunAsync(json, "python3", "-c", $"import json,sys; sys.stdout.buffer.write(json.dumps(json.load(sys.stdin.buffer){arguments}).encode())");

    private static async Task<string> RunAsync(string input, string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.WriteAsync(Utf8.GetBytes(input), TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        var text = await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    private static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                StandardOutputEncoding = Utf8,
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
            throw;
        }
    }
}
