using System.Text;

namespace P2PCS.Simulation.Scenarios;

/// <summary>Problems of one file; turns byte offsets into lines and columns.</summary>
internal sealed class ConfProblems(string file, byte[] text)
{
    private readonly List<(int Offset, string What, string Allowed)> found = [];

    public bool Any => found.Count > 0;

    public void Add(int offset, string what, string allowed) =>
        found.Add((Math.Clamp(offset, 0, text.Length), what, allowed));

    public void AddAt(long line, long byteInLine, string what)
    {
        int offset = 0;
        for (long left = line; left > 0; left--)
            offset += text.AsSpan(offset).IndexOf((byte)'\n') + 1;
        Add(offset + (int)byteInLine, what, "JSON with // comments");
    }

    public IReadOnlyList<ScenarioProblem> All() =>
    [
        .. found.OrderBy(one => one.Offset).Select(one =>
        {
            ReadOnlySpan<byte> before = text.AsSpan(0, one.Offset);
            int line = before.Count((byte)'\n') + 1;
            ReadOnlySpan<byte> start = before[(before.LastIndexOf((byte)'\n') + 1)..];
            int column = Encoding.UTF8.GetCharCount(start) + 1;
            return new ScenarioProblem(file, line, column, one.What, one.Allowed);
        }),
    ];
}
