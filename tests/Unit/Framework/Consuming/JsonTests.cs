using Confluent.Kafka;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kafka.Dlq.Tests.Unit.Framework.Consuming;

public sealed class JsonTests
{
    [Fact]
    public void By_default_names_are_read_in_any_case_and_numbers_may_be_quoted() =>
        Assert.Equal(new Item(7, "x"), Read(Json.For<Item>(), """{"ID":"7","name":"x"}"""));

    [Fact]
    public void Options_of_the_users_own_are_followed()
    {
        IDeserializer<Item> strict = Json.For<Item>(new JsonSerializerOptions { PropertyNameCaseInsensitive = false });

        Assert.Equal(new Item(7, "x"), Read(strict, """{"Id":7,"Name":"x"}"""));
        Assert.ThrowsAny<JsonException>(() => Read(strict, """{"Id":"7"}"""));
    }

    [Fact]
    public void A_contract_is_followed()
    {
        JsonTypeInfo<Item> contract = (JsonTypeInfo<Item>)JsonSerializerOptions.Web.GetTypeInfo(typeof(Item));

        Assert.Equal(new Item(7, "x"), Read(Json.For(contract), """{"id":7,"name":"x"}"""));
    }

    [Fact]
    public void A_tombstone_is_null_or_the_default_of_a_value_type()
    {
        Assert.Null(Json.For<Item>().Deserialize([], isNull: true, SerializationContext.Empty));
        Assert.Equal(0, Json.For<int>().Deserialize([], isNull: true, SerializationContext.Empty));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    public void What_is_no_object_is_an_error(string json) => Assert.ThrowsAny<JsonException>(() => Read(Json.For<Item>(), json));

    private static T Read<T>(IDeserializer<T> deserializer, string json) =>
        deserializer.Deserialize(Records.Bytes(json)!.Value.Span, isNull: false, SerializationContext.Empty);

    internal sealed record Item(int Id, string Name);
}
