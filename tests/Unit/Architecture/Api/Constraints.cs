using System.Reflection;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

/// <summary>Writes the constraints of type parameters.</summary>
internal static class Constraints
{
    /// <summary>One <c>where</c> for each parameter that has constraints, each with a space before it.</summary>
    public static string Of(IEnumerable<Type> parameters) => string.Concat(
        from parameter in parameters
        let constraints = OfParameter(parameter)
        where constraints.Count > 0
        select $" where {parameter.Name} : {string.Join(", ", constraints)}");

    private static List<string> OfParameter(Type parameter)
    {
        GenericParameterAttributes special = parameter.GenericParameterAttributes;
        bool isStruct = special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> constraints = [.. Kind(parameter, isStruct)];
        constraints.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeNames.Of).Order(StringComparer.Ordinal));
        if (special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            constraints.Add("new()");
        }

        if (special.HasFlag(GenericParameterAttributes.AllowByRefLike))
        {
            constraints.Add("allows ref struct");
        }

        return constraints;
    }

    private static IEnumerable<string> Kind(Type parameter, bool isStruct)
    {
        byte flag = NullableFlags.OfGenericParameter(parameter).Next();
        if (isStruct)
        {
            yield return parameter.IsDefined(typeof(IsUnmanagedAttribute), inherit: false) ? "unmanaged" : "struct";
        }
        else if (parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return flag == NullableFlags.Annotated ? "class?" : "class";
        }
        else if (flag == NullableFlags.NotAnnotated)
        {
            yield return "notnull";
        }
    }
}
