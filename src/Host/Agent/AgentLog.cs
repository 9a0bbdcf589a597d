using P2PCS.Host.Identity;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace P2PCS.Host.Agent;

/// <summary>Where a peer tells what it does: a daily file in its data directory, and warnings on
/// standard error.</summary>
public sealed partial class AgentLog : IDisposable
{
    private const int DaysKept = 7;
    private const long FileMax = 64L << 20;

    private readonly Serilog.Core.Logger sink;

    /// <summary>Opens the log.</summary>
    /// <param name="logs">The directory of log files.</param>
    public AgentLog(string logs)
    {
        sink = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)

            // That a server cannot start is an exception too, which says what to do.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)
            .WriteTo.File(
                Path.Combine(logs, "peer-.log"),
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: DaysKept,
                fileSizeLimitBytes: FileMax,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .WriteTo.Console(
                restrictedToMinimumLevel: LogEventLevel.Warning,
                standardErrorFromLevel: LogEventLevel.Verbose,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .CreateLogger();
        Factory = new SerilogLoggerFactory(sink);
        Logger = Factory.CreateLogger("peer");
        StartedAt = TimeProvider.System.GetUtcNow();
    }

    /// <summary>For parts that make their own loggers.</summary>
    public ILoggerFactory Factory { get; }

    /// <summary>For parts that need just one.</summary>
    public Microsoft.Extensions.Logging.ILogger Logger { get; }

    /// <summary>When the log was opened, UTC.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Writes down what a node told.</summary>
    public void Tell(NodeEvent happened) => Happened(
        Logger, happened.Kind, happened.Peer, $"{happened.Subject:x32}", happened.Value);

    /// <summary>Writes down of which cloud the peer is a member.</summary>
    public void Entered(CloudMembership membership) => Entered(
        Logger,
        membership.Cloud.ToString(),
        membership.Role,
        membership.IsOpen,
        membership.Until);

    /// <summary>Writes down that the list of peers could not be written.</summary>
    public void NotRemembered(string cause) => NotRemembered(Logger, cause);

    /// <summary>Writes down that the account of up-time could not be written.</summary>
    public void UptimeNotWritten(string cause) => UptimeNotWritten(Logger, cause);

    /// <summary>Writes down that a handshake was refused, here or there.</summary>
    public void Refused(HandshakeRefusal refusal)
    {
        string peer = Addresses.ToEndpoint(refusal.Address).ToString();
        string reason = refusal.Admission == AdmissionRefusal.None
            ? refusal.Name
            : $"{AdmissionWords.Reason(refusal.Admission)} ({refusal.Name})";
        if (refusal.ByOther)
            RefusedThere(Logger, peer, reason);
        else
            RefusedHere(Logger, peer, reason);
    }

    /// <summary>Writes down that the peer serves.</summary>
    public void Ready(string id, uint epoch, string listen, string api, string driver) =>
        Ready(Logger, id, epoch, listen, api, driver);

    /// <summary>Writes down that the peer has stopped.</summary>
    public void Stopped() => Stopped(Logger);

    /// <summary>Writes down that something was over only after the node had stopped.</summary>
    public void TooLate() => TooLate(Logger);

    /// <summary>Writes down that self-tests end with the peer.</summary>
    public void SelfTestsEnd() => SelfTestsEnd(Logger);

    /// <summary>Writes down that self-tests cannot be repeated.</summary>
    public void SelfTestsFail(string cause) => SelfTestsFail(Logger, cause);

    /// <inheritdoc/>
    public void Dispose()
    {
        Factory.Dispose();
        sink.Dispose();
    }

    [LoggerMessage(1001, LogLevel.Information,
        "Ready: id {Id}, boot epoch {Epoch}, peers at {Listen}, REST at {Api}, tasks: {Driver}")]
    private static partial void Ready(
        Microsoft.Extensions.Logging.ILogger logger,
        string id,
        uint epoch,
        string listen,
        string api,
        string driver);

    [LoggerMessage(1002, LogLevel.Information, "Stopped")]
    private static partial void Stopped(Microsoft.Extensions.Logging.ILogger logger);

    [LoggerMessage(1003, LogLevel.Debug, "An attempt ended after the node had stopped")]
    private static partial void TooLate(Microsoft.Extensions.Logging.ILogger logger);

    [LoggerMessage(1004, LogLevel.Debug, "No more self-tests")]
    private static partial void SelfTestsEnd(Microsoft.Extensions.Logging.ILogger logger);

    [LoggerMessage(1005, LogLevel.Error, "The sandbox is not tested any more: {Cause}")]
    private static partial void SelfTestsFail(
        Microsoft.Extensions.Logging.ILogger logger, string cause);

    [LoggerMessage(1010, LogLevel.Information,
        "{Kind}: peer {Peer}, subject {Subject}, value {Value}")]
    private static partial void Happened(
        Microsoft.Extensions.Logging.ILogger logger,
        NodeEventKind kind,
        PeerId peer,
        string subject,
        long value);

    [LoggerMessage(1011, LogLevel.Information,
        "Member of cloud {Cloud} as {Role} (open: {Open}) until {Until}")]
    private static partial void Entered(
        Microsoft.Extensions.Logging.ILogger logger,
        string cloud,
        Role role,
        bool open,
        DateTimeOffset until);

    [LoggerMessage(1015, LogLevel.Warning, "When this peer is up is not written down: {Cause}")]
    private static partial void UptimeNotWritten(
        Microsoft.Extensions.Logging.ILogger logger, string cause);

    [LoggerMessage(1014, LogLevel.Warning, "The peers that answer are not written down: {Cause}")]
    private static partial void NotRemembered(
        Microsoft.Extensions.Logging.ILogger logger, string cause);

    [LoggerMessage(1012, LogLevel.Warning, "{Peer} refuses this peer a session: {Reason}")]
    private static partial void RefusedThere(
        Microsoft.Extensions.Logging.ILogger logger, string peer, string reason);

    [LoggerMessage(1013, LogLevel.Warning, "{Peer} was refused a session: {Reason}")]
    private static partial void RefusedHere(
        Microsoft.Extensions.Logging.ILogger logger, string peer, string reason);
}
