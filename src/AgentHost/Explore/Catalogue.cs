using AgentHost.Models;
using AgentHost.Plugins;

namespace AgentHost.Explore;

/// <summary>What requests may name: models and tools.</summary>
internal static class Catalogue
{
    public static RouteDoc ModelsDoc { get; } = new()
    {
        Tag = "Catalogue",
        Summary = "The models",
        Description = "Every model that a request may name in `model`. Requests that name none get the one with `default`.",
        Responses =
        [
            new(StatusCodes.Status200OK, "The models.")
            {
                Schema = "Models",
                Examples =
                [
                    new("models", "Without any key", """
                        {"models":[{"id":"offline","provider":"Offline","context_window":1000000,"max_output":4096,"vision":false,"tools":true,"default":true,"available":true}]}
                        """),
                ],
            },
        ],
    };

    public static RouteDoc ToolsDoc { get; } = new()
    {
        Tag = "Catalogue",
        Summary = "The tools",
        Description = "Every tool that a request may name in `tools`. Requests that name none get those with `default`.",
        Responses =
        [
            new(StatusCodes.Status200OK, "The tools.")
            {
                Schema = "Tools",
                Examples =
                [
                    new("tools", "One tool", """{"tools":[{"name":"calculate","description":"Evaluates an arithmetic expression.","default":true}]}"""),
                ],
            },
        ],
    };

    public static IResult Models(ModelCatalogue models) => TypedResults.Json(
        new ModelList([.. models.All.Select(model => new ModelEntry(
            model.Id, model.Provider, model.ContextWindow, model.MaxOutput, model.Vision, model.Tools, model.Id == models.Default.Id,
            model.Unavailable is null, model.Unavailable))]),
        Json.SnakeCase);

    public static IResult Tools(ToolCatalogue tools) => TypedResults.Json(
        new ToolList([.. tools.Tools.Select(tool => new ToolEntry(tool.Name, tool.Description, tool.EnabledByDefault))]), Json.SnakeCase);

    internal sealed record ModelList(IReadOnlyList<ModelEntry> Models);

    internal sealed record ModelEntry(
        string Id, string Provider, int ContextWindow, int MaxOutput, bool Vision, bool Tools, bool Default, bool Available, string? Unavailable);

    internal sealed record ToolList(IReadOnlyList<ToolEntry> Tools);

    internal sealed record ToolEntry(string Name, string Description, bool Default);
}
