using BenchmarkDotNet.Running;
using P2PCS.Bench;

if (args is ["gossip", ..])
    return GossipRace.Run(args[1..], Console.Out);
if (args is ["threads", ..])
    return ThreadRace.Run(args[1..], Console.Out);
if (args is ["papers", ..])
    return PaperReplay.Run(args[1..], Console.Out);
if (args is ["coding", ..])
    return CodingRace.Run(args[1..], Console.Out);
BenchmarkSwitcher.FromAssembly(typeof(GossipRace).Assembly).Run(args);
return 0;
