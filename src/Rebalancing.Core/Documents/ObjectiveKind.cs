namespace Rebalancing.Documents;

/// <summary>A list of terms, each with its weight: <c>{"term": "variance", "weight": 4, "risk": "main"}</c>.</summary>
internal sealed class ObjectiveKind : DocumentKind<Objective>
{
    private const string Weight = "weight";

    private static readonly NamedFormKind<Term> Terms = new("term", catalog => catalog.Terms);
    private static readonly DocumentKind<IReadOnlyList<ObjectivePart>> Parts = new ListKind<ObjectivePart>(new PartKind());

    internal override Objective Read(DocumentReader reader)
    {
        IReadOnlyList<ObjectivePart> parts = Parts.Read(reader);
        if (parts.Count == 0) throw reader.Fail("an objective needs at least one term");
        Objective sum = parts[0].Weight * Objective.Of(parts[0].Term);
        for (int i = 1; i < parts.Count; i++) sum += parts[i].Weight * Objective.Of(parts[i].Term);
        return sum;
    }

    internal override void Write(DocumentWriter writer, Objective value) => Parts.Write(writer, value.Parts);

    internal override void Describe(SchemaWriter schema) => Parts.Describe(schema);

    private sealed class PartKind : DocumentKind<ObjectivePart>
    {
        internal override ObjectivePart Read(DocumentReader reader)
        {
            var extra = new ExtraFields(Weight);
            Term term = Terms.Read(reader, extra);
            double weight = extra[Weight] ?? 1.0;
            return weight >= 0 ? new ObjectivePart(weight, term) : throw reader.Fail(FormattableString.Invariant($"{Weight} is {weight}; costs take weights >= 0"));
        }

        internal override void Write(DocumentWriter writer, ObjectivePart value) => Terms.Write(writer, value.Term, json =>
        {
            if (!value.Weight.Equals(1.0)) json.WriteNumber(Weight, value.Weight);
        });

        internal override void Describe(SchemaWriter schema) => Terms.Describe(schema, "weightedTerm", [new SchemaField(Weight, "how much the term counts, >= 0; 1 when left out", false, s => s.Type("number"))]);
    }
}
