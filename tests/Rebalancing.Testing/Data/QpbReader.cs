using System.Buffers.Binary;
using System.IO.Compression;

namespace Rebalancing.Testing;

/// <summary>
/// Reads the format QPB1 (.qpb.gz: gzip, little endian): magic "QPB1"; int32 n, m, nnzP, nnzA; float64 constant, q[n],
/// lower[n], upper[n], rowLower[m], rowUpper[m]; P's upper triangle, then A, each as int32 starts[n+1], int32 row[], float64 value[];
/// then nothing, or int32 k and int32 index[k] of the integer variables.
/// </summary>
public static class QpbReader
{
    /// <summary>Reads one file.</summary>
    public static QuadraticProblem Read(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return Parse(bytes.ToArray(), path);
    }

    private static QuadraticProblem Parse(byte[] bytes, string path)
    {
        if (bytes.Length < 4 || !bytes.AsSpan(0, 4).SequenceEqual("QPB1"u8)) throw new InvalidDataException($"{path} does not start with QPB1");
        var cursor = new Cursor(bytes) { Position = 4 };
        var n = cursor.Integer();
        var m = cursor.Integer();
        var quadraticCount = cursor.Integer();
        var rowEntryCount = cursor.Integer();
        var problem = new QuadraticProblem
        {
            Constant = cursor.Number(),
            Linear = cursor.Numbers(n),
            Lower = cursor.Numbers(n),
            Upper = cursor.Numbers(n),
            RowLower = cursor.Numbers(m),
            RowUpper = cursor.Numbers(m),
            QuadraticUpper = cursor.Matrix(n, n, quadraticCount),
            Rows = cursor.Matrix(m, n, rowEntryCount),
            Integers = cursor.Position < bytes.Length ? cursor.Integers(cursor.Integer()) : [],
        };
        if (cursor.Position != bytes.Length) throw new InvalidDataException($"{path} has {bytes.Length} bytes, but its counts describe {cursor.Position}");
        return problem;
    }

    private sealed class Cursor(byte[] bytes)
    {
        public int Position { get; set; }

        public int Integer()
        {
            var value = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Position));
            Position += sizeof(int);
            return value;
        }

        public double Number()
        {
            var value = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(Position));
            Position += sizeof(double);
            return value;
        }

        public int[] Integers(int count)
        {
            var values = new int[count];
            for (var i = 0; i < count; i++) values[i] = Integer();
            return values;
        }

        public double[] Numbers(int count)
        {
            var values = new double[count];
            for (var i = 0; i < count; i++) values[i] = Number();
            return values;
        }

        public SparseColumns Matrix(int rowCount, int columnCount, int entryCount) =>
            new(rowCount, Integers(columnCount + 1), Integers(entryCount), Numbers(entryCount));
    }
}
