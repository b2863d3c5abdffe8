namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A broker's number in its cluster, from 1, and its loopback ports: for clients and for controllers.</summary>
internal readonly record struct BrokerNode(int Id, int Port, int ControllerPort);
