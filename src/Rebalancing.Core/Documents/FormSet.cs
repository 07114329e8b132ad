namespace Rebalancing.Documents;

/// <summary>Forms by name and by type.</summary>
internal sealed class FormSet
{
    private readonly DocumentForm[] _forms;

    public FormSet(IEnumerable<DocumentForm> forms)
    {
        _forms = [.. forms.OrderBy(form => form.Name, StringComparer.Ordinal)];
        for (int i = 1; i < _forms.Length; i++)
            if (_forms[i].Name == _forms[i - 1].Name) throw new ArgumentException($"Two forms are called '{_forms[i].Name}' ({_forms[i - 1].Type.Name} and {_forms[i].Type.Name}); names must be unique.", nameof(forms));
    }

    public IReadOnlyList<DocumentForm> All => _forms;

    public IEnumerable<string> Names => _forms.Select(form => form.Name);

    public DocumentForm? Find(string name) => Array.Find(_forms, form => form.Name == name);

    public DocumentForm? Of(Type type) => Array.Find(_forms, form => form.Type == type);

    public FormSet With(DocumentForm form) => new([.. _forms, form]);
}
