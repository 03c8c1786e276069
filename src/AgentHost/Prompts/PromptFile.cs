using Microsoft.SemanticKernel;

namespace AgentHost.Prompts;

/// <summary>
/// One prompt of the authors, read from its file as Semantic Kernel's YAML and read again when the file has
/// changed. A broken file keeps the last good version; where there never was a file, the embedded one serves.
/// </summary>
internal sealed partial class PromptFile(string path, string embedded, TimeProvider time, ILogger<PromptFile> logger)
{
    // How soon an edit is seen; between two looks a request costs no file access.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    private readonly Lock _reading = new();
    private volatile IPromptTemplate _template = Parse(embedded);
    private DateTime _version;
    private long _looked;

    /// <summary>The prompt as it is now.</summary>
    public IPromptTemplate Current
    {
        get
        {
            var looked = Volatile.Read(ref _looked);
            if (looked == 0 || time.GetElapsedTime(looked) >= LookAgain) Look();
            return _template;
        }
    }

    private void Look()
    {
        lock (_reading)
        {
            Volatile.Write(ref _looked, time.GetTimestamp());
            var version = File.GetLastWriteTimeUtc(path);
            if (version == _version || !File.Exists(path)) return;
            _version = version;
            try
            {
                _template = Parse(File.ReadAllText(path));
                LogRead(path);
            }
#pragma warning disable CA1031 // Whatever is wrong with an author's file, the last good version goes on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogBroken(exception, path);
            }
        }
    }

    private static IPromptTemplate Parse(string yaml) =>
        new KernelPromptTemplateFactory().Create(KernelFunctionYaml.ToPromptTemplateConfig(yaml));

    [LoggerMessage(Level = LogLevel.Information, Message = "Prompt read from {Path}")]
    private partial void LogRead(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "Prompt {Path} is broken; the last good version goes on")]
    private partial void LogBroken(Exception exception, string path);
}
