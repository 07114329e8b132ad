using System.Globalization;
using System.Text;

namespace Rebalancing.Rendering;

/// <summary>Text of HTML and SVG: every word is escaped, every number is culture-invariant.</summary>
internal sealed class MarkupText
{
    private readonly StringBuilder _text = new();

    /// <summary>Markup as it stands; never user text.</summary>
    public MarkupText Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Text of a user, escaped.</summary>
    public MarkupText Text(string text)
    {
        foreach (char c in text)
        {
            switch (c)
            {
                case '&': _text.Append("&amp;"); break;
                case '<': _text.Append("&lt;"); break;
                case '>': _text.Append("&gt;"); break;
                case '"': _text.Append("&quot;"); break;
                case '\'': _text.Append("&#39;"); break;
                case < ' ' and not ('\n' or '\t'): _text.Append(' '); break;
                default: _text.Append(c); break;
            }
        }
        return this;
    }

    /// <summary>A coordinate, to a tenth.</summary>
    public MarkupText Number(double value)
    {
        _text.Append(Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>An element with one line of user text in it.</summary>
    public MarkupText Element(string name, string text, string attributes = "") => Raw("<" + name + (attributes.Length > 0 ? " " + attributes : "") + ">").Text(text).Raw("</" + name + ">\n");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
