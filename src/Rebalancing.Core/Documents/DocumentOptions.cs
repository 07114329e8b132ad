namespace Rebalancing;

/// <summary>How documents are read and written. The library opens no file of its own: arrays that stand beside a document come through these functions.</summary>
/// <remarks>Immutable; safe to share between threads if the functions are.</remarks>
public sealed record DocumentOptions
{
    /// <summary>All defaults: nothing beside the document.</summary>
    public static DocumentOptions Default { get; } = new();

    /// <summary>The terms, limits and models that documents can name. Default: those of the library.</summary>
    public DocumentCatalog Catalog { get; init; } = DocumentCatalog.Default;

    /// <summary>Opens an array file that a document names (<c>{"file": "loadings.f64"}</c>). Default null: such a document is refused.</summary>
    public Func<string, Stream>? OpenSidecar { get; init; }

    /// <summary>
    /// Gives the opened file of returns that a scenario set names, so that it is mapped rather than read into memory; null, as a function or as its answer, for reading it through
    /// <see cref="OpenSidecar"/>. Whoever opened the file disposes of it, after the document's sets are no longer in use. Default null.
    /// </summary>
    public Func<string, ScenarioFile?>? MapSidecar { get; init; }

    /// <summary>Creates an array file beside the document that is written. Default null: every array stands in the document.</summary>
    public Func<string, Stream>? CreateSidecar { get; init; }

    /// <summary>Arrays of at least so many numbers go to a file of their own where <see cref="CreateSidecar"/> is given; at least 1, default 4,096.</summary>
    public int SidecarFrom { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "an array in a file of its own has at least one number"); } = 4096;

    /// <summary>Whether the text is indented. Default true.</summary>
    public bool Indented { get; init; } = true;
}
