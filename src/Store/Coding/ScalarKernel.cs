namespace P2PCS.Store.Coding;

/// <summary>A byte at a time: what the other kernels must equal.</summary>
internal sealed unsafe class ScalarKernel : ShardKernel
{
    public override int BlockBytes => 1;

    public override byte[] Factors(ReadOnlySpan<byte> matrix, int columns) => matrix.ToArray();

    public override void Run(in ShardRun run)
    {
        byte* factor = run.Factors;
        for (int row = 0; row < run.TargetCount; row++)
        {
            var target = new Span<byte>(run.Targets + (row * run.Stride), (int)run.Stride);
            target.Clear();
            for (int column = 0; column < run.SourceCount; column++, factor++)
            {
                byte* source = run.Sources + (column * run.Stride);
                CodingMatrix.AddScaled(target, new(source, (int)run.Stride), *factor);
            }
        }
    }
}
