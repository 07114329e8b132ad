using Rebalancing.Documents;

namespace Rebalancing;

/// <summary>What documents can name: terms, limits and risk models with their forms.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class DocumentCatalog
{
    private DocumentCatalog(FormSet terms, FormSet limits, FormSet risks)
    {
        Terms = terms;
        Limits = limits;
        Risks = risks;
    }

    /// <summary>Everything in the library.</summary>
    public static DocumentCatalog Default { get; } = new(new FormSet([.. TermForms.All, .. ScenarioForms.Terms, .. FactorForms.Terms, .. TaxForms.Terms, .. DiscreteForms.Terms]), new FormSet([.. LimitForms.All, .. FactorForms.Limits, .. TaxForms.Limits, .. DiscreteForms.Limits]), new FormSet(RiskForms.All));

    internal FormSet Terms { get; }

    internal FormSet Limits { get; }

    internal FormSet Risks { get; }

    /// <summary>This catalog and one form more: of a term, a limit or a risk model.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the type is none of these.</exception>
    public DocumentCatalog With(DocumentForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (form.Type.IsAssignableTo(typeof(Term))) return new DocumentCatalog(Terms.With(form), Limits, Risks);
        if (form.Type.IsAssignableTo(typeof(Limit))) return new DocumentCatalog(Terms, Limits.With(form), Risks);
        if (form.Type.IsAssignableTo(typeof(RiskModel))) return new DocumentCatalog(Terms, Limits, Risks.With(form));
        throw new ArgumentException($"Form '{form.Name}' is of {form.Type.Name}; catalogs hold forms of terms, limits and risk models.", nameof(form));
    }
}
