using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Rebalancing.Numerics;

/// <summary>
/// The numbers of a file, 64-bit little endian, as memory that the operating system brings in when it is read and may take back at any time: nothing is copied to the heap.
/// To be read only; a write ends the process.
/// </summary>
/// <remarks>
/// It stays mapped until it is disposed of, also where nobody refers to it any more: a span does not keep its owner alive, and an unmapped page under a span ends the process.
/// </remarks>
internal sealed unsafe class MappedNumbers : MemoryManager<double>
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;
    private byte* _start;

    private MappedNumbers(FileStream stream, int length)
    {
        _length = length;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>Maps a whole file.</summary>
    /// <exception cref="ArgumentException">The file is empty, no whole count of numbers, or too long for one span; or the machine is big endian.</exception>
    public static MappedNumbers Of(string path)
    {
        if (!BitConverter.IsLittleEndian)
            throw new ArgumentException("files of numbers are little endian and cannot be mapped on this machine", nameof(path));
        FileStream stream = File.OpenRead(path);
        long count = stream.Length / sizeof(double);
        string? problem = count == 0 || stream.Length % sizeof(double) != 0 ? $"'{path}' has {stream.Length} bytes; expected a whole count of 64-bit numbers, at least one"
            : count > int.MaxValue ? $"'{path}' holds {count} numbers; at most {int.MaxValue} can be mapped"
            : null;
        if (problem is null)
            return new MappedNumbers(stream, (int)count);
        stream.Dispose();
        throw new ArgumentException(problem, nameof(path));
    }

    public override Span<double> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new Span<double>(_start, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + ((long)elementIndex * sizeof(double)));

    public override void Unpin()
    {
        // mapped memory does not move
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing || _start is null)
            return;
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
