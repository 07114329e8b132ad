using Rebalancing.Lowering;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>
/// A mandate as a structured program: recorded for the first account, refilled for every later one without allocation. For those who want to look at, or solve,
/// the program themselves; <see cref="Rebalancer"/> does all of this.
/// </summary>
/// <remarks>Not thread-safe: one object a worker.</remarks>
public sealed class MandateProgram
{
    private readonly RecordingWriter _writer;
    private readonly Universe _universe;

    /// <param name="mandate">What is wanted; checked here, all problems in one exception.</param>
    /// <param name="universe">The assets.</param>
    /// <exception cref="MandateException">The mandate does not fit the universe.</exception>
    public MandateProgram(Mandate mandate, Universe universe)
    {
        MandateValidator.ThrowIfInvalid(mandate, universe);
        _universe = universe;
        _writer = new RecordingWriter(new MandateScript(mandate)) { CostAllowance = 1.0 };
    }

    /// <summary>Pours an account's numbers into the program, which is recorded by the first call.</summary>
    /// <param name="account">Of the same universe.</param>
    /// <returns>Always the same object, with the account's numbers.</returns>
    public StructuredProgram Read(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (!account.Universe.Matches(_universe)) throw new ArgumentException("The account is for another universe than the mandate.", nameof(account));
        return _writer.Read(account.View);
    }

    /// <summary>Weights after trading, once an account has been read.</summary>
    public Block Holdings => _writer.Holdings;
}
