namespace Rebalancing.Planning;

/// <summary>Stands for limits on cash that were left out of a question: cash may be anything.</summary>
internal sealed class AnyCash : Limit
{
    protected internal override bool GovernsCash => true;

    protected internal override void Lower(ProgramWriter program, in AccountView account) { }
}
