using System.Runtime.InteropServices;
using System.Text.Json;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>
/// One benchmark instance as it lies on disk: NAME.json names scalars and arrays, NAME.bin beside it holds the arrays
/// back to back, little endian, row-major, doubles or 64-bit integers.
/// </summary>
internal sealed class Instance
{
    private readonly Dictionary<string, double> scalars = [];
    private readonly Dictionary<string, double[]> doubles = [];
    private readonly Dictionary<string, int[]> integers = [];
    private readonly Dictionary<string, int[]> shapes = [];

    private Instance(string name) => Name = name;

    /// <summary>The instance's name; its part before the first underscore is the kind of problem.</summary>
    public string Name { get; }

    /// <summary>The prefix of the name: p1, p2, p3, p5 or p6.</summary>
    public string Kind => Name.Split('_')[0];

    /// <summary>Reads the manifest and every array it names.</summary>
    /// <exception cref="InvalidDataException">An array is of another type than f8 or i8, or lies outside the file.</exception>
    public static Instance Read(string manifestPath)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(manifestPath));
        JsonElement root = manifest.RootElement;
        var instance = new Instance(root.GetProperty("name").GetString() ?? throw new InvalidDataException($"{manifestPath}: the name is null."));
        foreach (JsonProperty scalar in root.GetProperty("meta").EnumerateObject())
        {
            instance.scalars[scalar.Name] = scalar.Value.GetDouble();
        }

        using FileStream file = File.OpenRead(Path.ChangeExtension(manifestPath, ".bin"));
        foreach (JsonProperty array in root.GetProperty("arrays").EnumerateObject())
        {
            instance.ReadArray(file, array.Name, array.Value);
        }

        return instance;
    }

    /// <summary>A named scalar.</summary>
    public double Scalar(string name) => scalars[name];

    /// <summary>The same instance with some of its arrays of doubles replaced by others of the same lengths; everything else is shared.</summary>
    public Instance With(string name, IEnumerable<KeyValuePair<string, double[]>> replaced)
    {
        var other = new Instance(name);
        Copy(scalars, other.scalars);
        Copy(doubles, other.doubles);
        Copy(integers, other.integers);
        Copy(shapes, other.shapes);
        foreach ((string key, double[] values) in replaced)
        {
            other.doubles[key] = values.Length == doubles[key].Length ? values : throw new InvalidDataException($"{name}: '{key}' has {values.Length} numbers, {doubles[key].Length} are expected.");
        }

        return other;
    }

    /// <summary>Replaces a named scalar.</summary>
    public void SetScalar(string name, double value) => scalars[name] = value;

    /// <summary>A named array of doubles, row-major.</summary>
    public double[] Doubles(string name) => doubles[name];

    /// <summary>A named array of integers.</summary>
    public int[] Integers(string name) => integers[name];

    /// <summary>Extent of a named array along an axis.</summary>
    public int Extent(string name, int axis) => shapes[name][axis];

    private static void Copy<T>(Dictionary<string, T> from, Dictionary<string, T> to)
    {
        foreach ((string key, T value) in from)
        {
            to[key] = value;
        }
    }

    private void ReadArray(FileStream file, string name, JsonElement entry)
    {
        int[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
        int length = shape.Aggregate(1, (product, extent) => checked(product * extent));
        file.Position = entry.GetProperty("offset").GetInt64();
        shapes[name] = shape;
        switch (entry.GetProperty("dtype").GetString())
        {
            case "f8":
                var values = new double[length];
                file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
                doubles[name] = values;
                break;
            case "i8":
                var wide = new long[length];
                file.ReadExactly(MemoryMarshal.AsBytes(wide.AsSpan()));
                integers[name] = Array.ConvertAll(wide, value => checked((int)value));
                break;
            case var other:
                throw new InvalidDataException($"{Name}: array '{name}' has type '{other}'; f8 and i8 are known.");
        }
    }
}
