using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using P2PCS.Host.Rest;

namespace P2PCS.Host.Fuzzing;

/// <summary>The bodies of requests to the REST facade.</summary>
internal static class JsonTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        Of(
            "json-tasks",
            RestJson.Default.TaskRequestArray,
            """
            [{"command":["sh","-c","echo ü"],"subcloud":"sub_1","name":"a","batch":"b",
            "inputs":[{"name":"in/a","digest":"00","size":12}],
            "resources":{"cpu":0.5,"mem":1048576},"maxRuntime":"1h"}]
            """),
        Of(
            "json-invite",
            RestJson.Default.InviteRequest,
            """{"ttl":"24h","role":"peer","uses":3}"""),
        Of(
            "json-subcloud",
            RestJson.Default.SubcloudRequest,
            """
            {"count":4,"min":2,"name":"n","resources":{"cpu":1,"mem":2},"ttl":"1h"}
            """),
    ];

    private static FuzzTarget Of<T>(string name, JsonTypeInfo<T> type, string example) => new(
        name,
        [Encoding.UTF8.GetBytes(example), "[{}]"u8.ToArray(), "{\"a\":[1e9,null]}"u8.ToArray()],
        (byte[] input, ref Protocol.Rng _) =>
        {
            try
            {
                JsonSerializer.Deserialize(input, type);
            }
            catch (JsonException)
            {
                // The facade answers it with what is wrong.
                return;
            }
        });
}
