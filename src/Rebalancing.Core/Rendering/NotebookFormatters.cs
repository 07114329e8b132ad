namespace Rebalancing.Rendering;

/// <summary>How results show themselves in notebooks. Found by convention; see <see cref="TypeFormatterSourceAttribute"/>.</summary>
internal sealed class NotebookFormatters
{
    /// <summary>The formatters, for the notebook's reflection.</summary>
    public IEnumerable<object> CreateTypeFormatters() => [new Html()];

    /// <summary>HTML with inline pictures.</summary>
    private sealed class Html
    {
        public string MimeType => "text/html";

        public bool Format(object value, TextWriter output)
        {
            string? html = value switch
            {
                RebalanceResult result => ReportPage.Fragment(result, explain: false),
                EfficientFrontier frontier => frontier.ToSvg(),
                Explanation explanation => explanation.ToSvg(),
                RiskReport report => report.ToSvg(),
                FactorReport report => report.ToSvg(),
                TailReport report => report.ToSvg() + report.ToSvg(TailPictureKind.Contributions),
                TailFrontier frontier => frontier.ToSvg(),
                _ => null,
            };
            if (html is null) return false;
            output.Write(html);
            return true;
        }
    }
}
