namespace Rebalancing.Planning;

/// <summary>The objective of a question that is only about limits.</summary>
internal sealed class NoCost : Term
{
    protected internal override void Lower(ProgramWriter program, in AccountView account) { }
}
