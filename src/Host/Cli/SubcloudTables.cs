using System.Globalization;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>Subclouds as tables.</summary>
internal static class SubcloudTables
{
    public static TextTable List(SubcloudBody[] subclouds)
    {
        var table = new TextTable("ID", "NAME", "STATE", "READY", "LOST", "EACH", "EXPIRES");
        foreach (var subcloud in subclouds)
        {
            table.Row(
                subcloud.Id,
                subcloud.Name,
                subcloud.State,
                $"{subcloud.Ready}/{subcloud.Requested}",
                subcloud.Lost.ToString(CultureInfo.InvariantCulture),
                Show.Resources(subcloud.Resources),
                Show.Time(subcloud.ExpiresAt));
        }

        return table;
    }

    public static TextTable One(SubcloudBody subcloud)
    {
        var table = new TextTable("", "")
            .Row("id", subcloud.Id)
            .Row("name", subcloud.Name)
            .Row("state", subcloud.State)
            .Row("ready", $"{subcloud.Ready} of {subcloud.Requested}, min {subcloud.Min}")
            .Row("lost", subcloud.Lost.ToString(CultureInfo.InvariantCulture))
            .Row("each", Show.Resources(subcloud.Resources))
            .Row("created", Show.Time(subcloud.CreatedAt))
            .Row("expires", Show.Time(subcloud.ExpiresAt))
            .Row("facade", Show.Peer(subcloud.Facade))
            .Row("reason", Show.Reason(subcloud.Reason));
        foreach (var member in subcloud.Members)
        {
            var peer = Show.Peer(member.PeerId);
            table.Row("member", $"{peer}  {member.Address}  {member.State}  {member.Fence}");
        }

        return table;
    }
}
