using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Micro;

internal static class Histories
{
    private const int MessageCharacters = 1000;

    /// <summary>A conversation of question and answer with about so many characters of text.</summary>
    public static ChatHistory OfCharacters(int characters)
    {
        var text = string.Concat(Enumerable.Repeat("What is said here is of no matter. ", MessageCharacters / 35 + 1))[..MessageCharacters];
        var history = new ChatHistory();
        for (var i = 0; i < characters / MessageCharacters; i += 2)
        {
            history.AddUserMessage(text);
            history.AddAssistantMessage(text);
        }

        return history;
    }
}
