namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>A directory for peers that are started one by one.</summary>
internal sealed class LiveDirectory : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("p2pcs-e2e-");

    public string At(string name) => Path.Combine(root.FullName, name);

    public void Dispose() => root.Delete(recursive: true);
}
