namespace Rebalancing;

/// <summary>Anything a mandate is made of: a term of the objective, or a limit.</summary>
/// <remarks>Holds model data only, checked once in the constructor; the account arrives with each call. Immutable, so one object serves all accounts and threads.</remarks>
public abstract class Component
{
    private protected Component() { }

    /// <summary>How reports and messages call it. Default: the name of the class.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>What the value of a cost, or the quantity of a limit, is measured in. Default: fractions of account value.</summary>
    protected internal virtual Measure Measure => Measure.Fraction;

    /// <summary>
    /// Writes what the component means in the words of <paramref name="program"/>. It must write the same words in the same order for every
    /// account (only numbers may change), and must allocate nothing: use <see cref="ProgramWriter.Scratch"/>.
    /// </summary>
    protected internal abstract void Lower(ProgramWriter program, in AccountView account);

    /// <summary>Reports what does not fit the universe: lengths, names, data that are missing. Default: nothing.</summary>
    protected internal virtual void Validate(MandateCheck check) { }

    /// <summary>Reports what in one account contradicts the component before anything is traded, such as a short position under a long-only limit. Default: nothing.</summary>
    protected internal virtual void ValidateAccount(MandateCheck check, in AccountView account) { }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
