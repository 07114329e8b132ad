namespace Rebalancing;

/// <summary>Lock-ups by date: an asset locked until a later day than the account's keeps its position (z_i = 0, or z_i >= 0 where buying is allowed).</summary>
public sealed class HoldingLocks : Limit
{
    private readonly HoldingLock[] _locks;
    private readonly string[] _symbols;

    /// <param name="locks">At least one lock.</param>
    public HoldingLocks(params ReadOnlySpan<HoldingLock> locks)
    {
        if (locks.Length == 0) throw new ArgumentException("HoldingLocks holds no lock; expected at least one", nameof(locks));
        foreach (HoldingLock item in locks) ArgumentException.ThrowIfNullOrWhiteSpace(item?.Symbol, nameof(locks));
        _locks = locks.ToArray();
        _symbols = [.. _locks.Select(item => item.Symbol)];
    }

    /// <summary>The locks.</summary>
    public IReadOnlyList<HoldingLock> Locks => _locks;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Trades.Length;
        Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
        lower.Fill(double.NegativeInfinity);
        upper.Fill(double.PositiveInfinity);
        foreach (HoldingLock item in _locks)
        {
            if (account.AsOf >= item.Until) continue;
            int i = account.Universe.IndexOf(item.Symbol);
            lower[i] = 0.0;
            if (!item.BuyingAllowed) upper[i] = 0.0;
        }
        program.Bounds(program.Trades, lower, upper);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("locks", _symbols);
}
