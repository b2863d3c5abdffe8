using Kafka.Dlq.Testing;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Unit.Testing;

// Threads are counted over the whole process, so no other test may run meanwhile.
[CollectionDefinition(nameof(EmbeddedKafkaReleaseTests), DisableParallelization = true)]
[Collection(nameof(EmbeddedKafkaReleaseTests))]
public sealed class EmbeddedKafkaReleaseTests
{
    private const int Clusters = 10;

    [Fact]
    public void Clusters_that_come_and_go_leave_no_threads_behind()
    {
        Clients.StartWith("warm-up").Dispose();
        int before = Threads();
        int oneCluster;
        using (EmbeddedKafka kafka = Clients.StartWith("orders"))
        {
            oneCluster = Threads() - before;
        }

        for (int i = 0; i < Clusters; i++)
        {
            Clients.StartWith("orders").Dispose();
        }

        // The runtime's own pool may grow a little meanwhile.
        Assert.True(oneCluster >= 2, $"A cluster added {oneCluster} threads, so the count below would prove nothing.");
        Assert.InRange(Threads(), 0, before + (Clusters * oneCluster / 2));
    }

    private static int Threads()
    {
        using Process self = Process.GetCurrentProcess();
        return self.Threads.Count;
    }
}
