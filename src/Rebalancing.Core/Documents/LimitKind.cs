using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>A limit, with its priority and the price of its violation where it has them: <c>{"limit": "longOnly", "priority": 2}</c>.</summary>
internal sealed class LimitKind : DocumentKind<Limit>
{
    private const string Priority = "priority", Price = "softPrice", GiveWay = "giveWayCost";

    private static readonly NamedFormKind<Limit> Hard = new("limit", catalog => catalog.Limits);

    internal override Limit Read(DocumentReader reader)
    {
        var extra = new ExtraFields(Priority, Price, GiveWay);
        Limit limit = Hard.Read(reader, extra);
        if (extra[Price] is { } price)
        {
            if (!(price > 0)) throw reader.Fail(FormattableString.Invariant($"{Price} is {price}; the price of a violation must be > 0"));
            limit = limit.Soften(price);
        }
        if (extra[Priority] is { } priority)
        {
            if (priority != Math.Round(priority) || Math.Abs(priority) > 1e9) throw reader.Fail(FormattableString.Invariant($"{Priority} is {priority}; priorities are whole numbers"));
            if (!(extra[GiveWay] is null or > 0)) throw reader.Fail(FormattableString.Invariant($"{GiveWay} is {extra[GiveWay]}; the cost of giving way must be > 0"));
            limit = limit.WithPriority((int)priority, extra[GiveWay] ?? 1.0);
        }
        else if (extra[GiveWay] is not null) throw reader.Fail($"{GiveWay} stands without {Priority}; it weighs limits of the same priority");
        return limit;
    }

    internal override void Write(DocumentWriter writer, Limit value)
    {
        (int? priority, double? price, double giveWay) = (null, null, 1.0);
        Limit hard = value;
        while (true)
        {
            if (hard is PrioritisedLimit prioritised)
            {
                if (priority is null) (priority, giveWay) = (prioritised.Priority, prioritised.GiveWayCost);
                hard = prioritised.Limit;
            }
            else if (hard is SoftLimit soft)
            {
                if (price is not null) throw DocumentWriter.Fail($"'{value.Name}' is softened twice; documents know one price");
                price = soft.Price;
                hard = soft.Limit;
            }
            else break;
        }
        Hard.Write(writer, hard, json =>
        {
            if (priority is { } p) json.WriteNumber(Priority, p);
            if (!giveWay.Equals(1.0)) json.WriteNumber(GiveWay, giveWay);
            if (price is { } q) json.WriteNumber(Price, q);
        });
    }

    internal override void Describe(SchemaWriter schema) => Hard.Describe(schema, "limit",
    [
        new SchemaField(Priority, "which limit gives way first when they cannot all hold: lower numbers first", false, s => s.Type("integer")),
        new SchemaField(GiveWay, "how dear a unit of violation is among limits of the same priority, > 0; 1 when left out", false, s => s.Type("number")),
        new SchemaField(Price, "cost of one unit of violation, > 0; without it the limit is hard", false, s => s.Type("number")),
    ]);
}
