using P2PCS.Host.Cli;

using var stop = StopSignal.OfProcess();
return await CommandLine.RunAsync(args, Terminal.OfProcess(), stop);
