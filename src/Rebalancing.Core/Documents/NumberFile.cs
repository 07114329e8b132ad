using System.Buffers.Binary;

namespace Rebalancing.Documents;

/// <summary>Files of numbers: 64-bit, little endian, one after the other.</summary>
internal static class NumberFile
{
    public static void Write(Stream file, ReadOnlySpan<double> values)
    {
        Span<byte> chunk = stackalloc byte[4096];
        for (int at = 0; at < values.Length;)
        {
            int count = Math.Min(values.Length - at, chunk.Length / sizeof(double));
            for (int i = 0; i < count; i++) BinaryPrimitives.WriteDoubleLittleEndian(chunk[(i * sizeof(double))..], values[at + i]);
            file.Write(chunk[..(count * sizeof(double))]);
            at += count;
        }
    }
}
