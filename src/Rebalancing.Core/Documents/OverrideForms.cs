using Rebalancing.Planning;
using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How decisions by people stand in documents.</summary>
internal static class OverrideForms
{
    public static DocumentForm<Override> Override { get; } = DocumentForm.Of<Override>("override", "A decision by a person that changes the mandate: who, why and when.", fields =>
    {
        var account = fields.Optional("account", Text, "", "the account it is for; all accounts when left out", o => o.Account);
        var change = fields.Required("change", OneOf<ChangeKind>(), "what is changed: one limit for another, one more, one less, the weight of a cost, the target, an asset locked, traded as given, or freed of its locks", o => o.Change.Parts.Kind);
        var name = fields.Optional("name", Text, "", "name of the limit or cost, or symbol of the asset", o => o.Change.Parts.Name);
        var limit = fields.Optional<Limit?>("limit", DocumentKinds.Limit!, null, "the new limit", o => o.Change.Parts.Limit);
        var weight = fields.Optional("weight", OrNull(Number), null, "weight of the cost, or of the trade: fraction of account value, positive to buy", o => o.Change.Parts.Weight);
        var target = fields.Optional<AssetValues?>("target", DocumentKinds.AssetValues!, null, "the new target, fractions of account value", o => o.Change.Parts.Target);
        var who = fields.Required("who", Text, "who decided", o => o.Who);
        var why = fields.Required("why", Text, "the reason given", o => o.Why);
        var when = fields.Required("when", TimeKind.Shared, "when it was decided, with the offset from universal time", o => o.When);
        return values => new Override(
            new ChangeParts(values.Get(change)) { Name = values.Get(name), Limit = values.Get(limit), Weight = values.Get(weight), Target = values.Get(target) }.ToChange(),
            values.Get(who), values.Get(why), values.Get(when)) { Account = values.Get(account) };
    });
}
