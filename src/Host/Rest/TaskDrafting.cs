using System.Text;
using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Attempts;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Storage;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Checks task requests and finds them a place.</summary>
internal static class TaskDrafting
{
    private const int ArgumentBytesMax = 128 << 10;
    private const long OutputMax = 1L << 30;
    private const int WordMax = 100;
    private static readonly TimeSpan DefaultMaxRuntime = TimeSpan.FromHours(1);
    private static readonly TimeSpan OwnStartWithin = TimeSpan.FromSeconds(10);

    /// <summary>Checks a request against its grammar and against what was uploaded.</summary>
    public static Problem? Read(
        TaskRequest request, Picture picture, BlobStore blobs, out Draft? draft)
    {
        draft = null;
        Problem? problem = CheckWords(request)
            ?? CheckInputs(request, blobs)
            ?? Requests.Read(request.Resources, out _)
            ?? Requests.Read(request.MaxRuntime, "maxRuntime", DefaultMaxRuntime, out _);
        SubcloudBody? subcloud = null;
        if (problem is null && request.Subcloud is not null)
            subcloud = SubcloudEndpoints.Find(picture, request.Subcloud, out problem);
        if (problem is not null)
            return problem;
        Requests.Read(request.Resources, out Resources resources);
        Requests.Read(request.MaxRuntime, "maxRuntime", DefaultMaxRuntime, out TimeSpan longest);
        var spec = new TaskSpec(
            request.Command,
            [.. (request.Inputs ?? []).Select(i => new FileRef(i.Name, i.Digest, i.Size))],
            longest.TotalSeconds,
            OutputMax,
            request.Batch,
            request.Name);
        draft = new Draft(SubcloudReading.NewId(), spec, resources);
        if (subcloud is not null && Names.TryParseSubcloud(subcloud.Id, out UInt128 id))
            draft.Subcloud = id;
        return null;
    }

    /// <summary>Why a task cannot be queued on a subcloud, or null; on the node's thread.</summary>
    public static Problem? Refuse(PeerNode node, UInt128 id, Draft draft)
    {
        if (node.Controller.Find(id) is not { } subcloud)
        {
            return Problem.NotFound(
                $"This facade has no subcloud {Names.Subcloud(id)} any more.",
                "Create a new one.");
        }

        if (subcloud.State == SubcloudState.Expired)
        {
            return Problem.Conflict(
                "subcloud-expired", $"The subcloud {Names.Subcloud(id)} has expired.",
                "Create a new one, with a longer --ttl if need be.");
        }

        if (subcloud.IsEnded)
        {
            return Problem.Conflict(
                "subcloud-ended",
                $"The subcloud {Names.Subcloud(id)} is {Picture.Word(subcloud.State)}.",
                "Create a new one.");
        }

        if (draft.Resources.FitsIn(subcloud.Spec.Resources))
            return null;
        ResourcesBody wanted = Picture.ToBody(draft.Resources);
        ResourcesBody offered = Picture.ToBody(subcloud.Spec.Resources);
        return Problem.Invalid(
            $"The task needs {wanted.Cpu} cores and {wanted.Mem} bytes; each member of the " +
            $"subcloud has {offered.Cpu} cores and {offered.Mem} bytes.",
            "Ask for less, or create a subcloud with more --cpu and --mem per member.");
    }

    /// <summary>Takes one machine for tasks that named no subcloud; on the node's thread.
    /// </summary>
    public static UInt128 Take(PeerNode node, Instant now, Outbox outbox, Draft[] drafts)
    {
        UInt128 id = SubcloudReading.NewId();
        Resources largest = default;
        double longest = 0;
        foreach (Draft draft in drafts.Where(d => d.Subcloud is null))
        {
            largest = new Resources(
                Math.Max(largest.CpuMilli, draft.Resources.CpuMilli),
                Math.Max(largest.MemMiB, draft.Resources.MemMiB));
            longest += draft.Spec.MaxRuntimeSeconds;
        }

        TimeSpan ttl = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(Math.Min(longest, 1e8));
        CreateOutcome outcome = node.CreateSubcloud(
            now, new SubcloudSpec(id, null, 1, 1, largest, ttl, OwnStartWithin, true), outbox);
        Invariant.Holds(outcome == CreateOutcome.Created);
        return id;
    }

    private static Problem? CheckWords(TaskRequest request)
    {
        if (request.Command.Count == 0 || string.IsNullOrEmpty(request.Command[0]))
            return Problem.Invalid("'command' is empty.", "Name a program and its arguments.");
        if (request.Command.Any(argument => argument is null || argument.Contains('\0')))
            return Problem.Invalid("'command' has an argument with a NUL.", "Leave it out.");
        if (request.Command.Sum(argument => (long)Encoding.UTF8.GetByteCount(argument) + 1)
            >= ArgumentBytesMax)
        {
            return Problem.Invalid(
                "'command' is too long.",
                $"It may have {ArgumentBytesMax} bytes; put the rest into an input file.");
        }

        return request.Batch?.Length > WordMax || request.Name?.Length > 4 * WordMax
            ? Problem.Invalid("'batch' or 'name' is too long.", $"Use at most {WordMax} letters.")
            : null;
    }

    private static Problem? CheckInputs(TaskRequest request, BlobStore blobs)
    {
        IReadOnlyList<InputBody> inputs = request.Inputs ?? [];
        if (inputs.Count == 0
            && request.Command.Any(a => a.Contains("{in}", StringComparison.Ordinal)))
        {
            return Problem.Invalid("'command' uses {in} without 'inputs'.", "Add an input.");
        }

        var names = new HashSet<string>();
        foreach (InputBody? input in inputs)
        {
            if (input is null)
                return Problem.Invalid("'inputs' holds a null.", "Leave it out.");
            if (input.Name is "" or "." or ".." || input.Name.AsSpan().ContainsAny('/', '\0')
                || input.Name.Length > 255 || !names.Add(input.Name))
            {
                return Problem.Invalid(
                    $"The input name '{input.Name}' is not a file name, or is used twice.",
                    "Use names without directories, each once.");
            }

            if (!Digest.TryParse(input.Digest, out Digest digest))
            {
                return Problem.Invalid(
                    $"'{input.Digest}' is not a digest.", "Use 64 hexadecimal digits.");
            }

            if (!blobs.TryGetSize(digest, out long size) || size != input.Size)
            {
                return Problem.Conflict(
                    "input-missing",
                    $"The input '{input.Name}' ({input.Size} bytes, {digest}) is not here.",
                    $"Upload it first: PUT /v1/blobs/{digest}.");
            }
        }

        return null;
    }
}
