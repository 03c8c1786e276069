using System.Net;
using AgentHost.Plugins.Net;
using FsCheck;
using FsCheck.Fluent;

namespace AgentHost.Plugins.Tests.Net;

public class PublicAddressTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("93.184.216.34")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2a00:1450:4001:81b::200e")]
    [InlineData("::ffff:8.8.8.8")]
    public void Addresses_of_the_internet_are_public(string address) => Assert.True(PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("::8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    [InlineData("2001::1")]
    [InlineData("100::1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("4000::1")]
    [InlineData("2607:f8b0::200:5efe:808:808")]
    [InlineData("fe80::1%2")]
    public void Translators_and_unassigned_space_are_not(string address) => Assert.False(PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void An_address_and_its_mapped_form_are_judged_alike() =>
        Prop.ForAll<uint>(bits => PublicAddress.IsPublic(new IPAddress(bits)) == PublicAddress.IsPublic(new IPAddress(bits).MapToIPv6())).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_outside_2000_slash_3_is_public_but_mapped_addresses() =>
        Prop.ForAll<byte[]>(random =>
        {
            var bytes = new byte[16];
            random.AsSpan(0, Math.Min(random.Length, 16)).CopyTo(bytes);
            var address = new IPAddress(bytes);
            return address.IsIPv4MappedToIPv6 || (bytes[0] >> 5) == 1 || !PublicAddress.IsPublic(address);
        }).QuickCheckThrowOnFailure();
}
