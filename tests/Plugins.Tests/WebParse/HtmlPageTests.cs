using System.Diagnostics;
using AgentHost.Plugins.Net;
using AgentHost.Plugins.WebParse;
using FsCheck;
using FsCheck.Fluent;

namespace AgentHost.Plugins.Tests.WebParse;

public class HtmlPageTests
{
    private static readonly Uri Url = new("https://site.example/tea/page.html");

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Pages => [.. Directory.GetFiles(Folder, "*.html").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "WebParse", "Pages");

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_becomes_readable_text(string page)
    {
        var html = await File.ReadAllTextAsync(Path.Combine(Folder, page + ".html"), TestContext.Current.CancellationToken);
        var expected = await File.ReadAllTextAsync(Path.Combine(Folder, page + ".md"), TestContext.Current.CancellationToken);
        Assert.Equal(expected.TrimEnd(), Read(html).Content, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void The_title_is_one_line_and_short()
    {
        Assert.Equal("Tea & water", Read("<title> Tea &amp;\n water </title><p>x").Title);
        Assert.Equal("Real", Read("<title>Site</title><meta property=og:title content=Real><p>x").Title);
        Assert.Null(Read("<p>x").Title);
        Assert.InRange(Read($"<title>{new string('t', 9000)}</title><p>x").Title!.Length, 200, 301);
    }

    [Fact]
    public void A_page_without_text_says_so() => Assert.Contains("no readable text", Read("<div id=root></div>").Note, StringComparison.Ordinal);

    // Each would take minutes, or all memory, without the budget; some are read and some refused, but none for long.
    public static TheoryData<string, string, string, int> Hostile => new()
    {
        { "nested blocks", "<div>", "", 400_000 },
        { "nested lists", "<ul><li>", "", 200_000 },
        { "nested tables", "<table><tr><td>", "", 100_000 },
        { "nested spans", "<span>", "", 400_000 },
        { "nested svg", "<svg>", "", 400_000 },
        { "nested foreign", "<svg><foreignObject><div>", "", 100_000 },
        { "nested templates", "<template>", "", 200_000 },
        { "nested quotes", "<blockquote>", "x", 200_000 },
        { "unclosed fonts", "<p><font color=@>x</p>", "", 100_000 },
        { "unclosed bold with attributes", "<div><b a=@>x</div>", "", 100_000 },
        { "adoption", "<a href=@><b><div>", "</a></b>", 50_000 },
        { "foster parents", "<table><i></i>x<tr>", "", 150_000 },
        { "many paragraphs", "<p>x", "", 500_000 },
        { "many links", "<a href=/@>x</a>", "", 200_000 },
        { "many cells", "<table><td>", "", 200_000 },
        { "rows", "<tr><td>x", "", 200_000 },
        { "ends without starts", "</p></b></div>", "", 300_000 },
        { "blocks and stray ends", "<div></p>", "", 200_000 },
        { "comments", "<!--", "", 500_000 },
        { "broken entities", "&CounterClockwiseContourIntegra", "", 100_000 },
        { "angle brackets", "<", "", 2_000_000 },
        { "headings in links", "<a href=@><h1>", "", 100_000 },
        { "forms and selects", "<form><select><option>", "", 100_000 },
        { "html attributes", "<html a@=1>", "", 100_000 },
        { "pre", "<pre>`", "", 100_000 },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_markup_takes_bounded_time(string name, string repeated, string tail, int times)
    {
        var html = string.Concat(Enumerable.Range(0, times).Select(i => repeated.Replace("@", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))) + tail;
        AssertBounded(name, html);
    }

    [Fact]
    public void Huge_attributes_take_bounded_time()
    {
        AssertBounded("one long", $"<div a=\"{new string('x', 5_000_000)}\"><p>x");
        AssertBounded("many", $"<div {string.Concat(Enumerable.Range(0, 500_000).Select(i => $"a{i} "))}><p>x");
        AssertBounded("repeated", $"<div {string.Concat(Enumerable.Repeat("href ", 500_000))}><p>x");
        AssertBounded("style", string.Concat(Enumerable.Repeat($"<i style=\"{new string('x', 5000)}\">x</i>", 1000)));
    }

    [Fact]
    public void The_tree_is_never_deeper_than_what_walks_it_bears()
    {
        var error = Assert.Throws<WebFetchException>(() => Read(string.Concat(Enumerable.Repeat("<div>", 1000))));
        Assert.Equal(WebFetchFailure.Markup, error.Failure);
        Assert.Equal("deep", Read(string.Concat(Enumerable.Repeat("<div>", 400)) + "deep").Content);
    }

    [Fact]
    public void Sloppy_but_honest_markup_is_no_attack()
    {
        Assert.NotEmpty(Read(string.Concat(Enumerable.Repeat("<li><p>x<b>y</b>", 5000))).Content);
        Assert.NotEmpty(Read("<table>" + string.Concat(Enumerable.Repeat("<tr><td>x<td>y", 5000))).Content);
        Assert.NotEmpty(Read(string.Concat(Enumerable.Repeat("<p>x<br/><img src=a /><div>y</div>", 5000))).Content);
        Assert.NotEmpty(Read("<svg>" + string.Concat(Enumerable.Repeat("<path d=''/>", 5000)) + "</svg>x").Content);
        Assert.NotEmpty(Read(string.Concat(Enumerable.Repeat("<dl><dt>a<dd>b</dl><select><option>1<option>2</select>", 3000))).Content);
    }

    [Fact]
    public void Any_text_is_read_within_the_limit() =>
        Prop.ForAll<string[]>(parts =>
        {
            string[] tags = ["<p>", "<a href=x>", "</a>", "<table>", "<td>", "<li>", "<pre>", "<h1>", "</div>", "<b>", "<code>", "<blockquote>", "&amp;", "<!--"];
            var html = string.Concat(parts.Select((part, i) => tags[(i + (part ?? "").Length) % tags.Length] + part));
            return Read(html, 50).Content.Length <= 50;
        }).QuickCheckThrowOnFailure();

    private static void AssertBounded(string name, string html)
    {
        var watch = Stopwatch.StartNew();
        var error = Record.Exception(() => Read(html));
        TestContext.Current.SendDiagnosticMessage($"{name}: {watch.ElapsedMilliseconds} ms, {error?.Message ?? "read"}");
        Assert.True(error is null or WebFetchException, error?.ToString());
        Assert.True(watch.Elapsed < Bound, $"{name} took {watch.Elapsed}");
    }

    private static HtmlPage Read(string html, int limit = 100_000) =>
        HtmlPage.Read(html, Url, new MarkupBudget(TimeProvider.System, TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken), limit);
}
