// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

import {TokenPermit} from "../token/base/TokenPermit.sol";
import {BURNABLE} from "./Kinds.t.sol";
import {AnyToken, TokenFixture} from "./TokenFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards ERC-2612: a signature of the holder's is an approval, once, in time, for one token on one chain.
contract TokenPermitTest is TokenFixture {
    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint256 private constant NOW = 1_800_000_000;
    uint256 private constant DEADLINE = NOW + 1 hours;
    uint256 private constant VALUE = 5e18;

    function setUp() public override {
        super.setUp();
        vm.warp(NOW);
    }

    function testFuzz_EveryKindOfTokenWithAnyNameAcceptsAPermit(uint256 index, string calldata name, uint256 value)
        public
    {
        AnyToken token = _deliver(_initcode(_kindWith(0, index), name, "MTK", 18, SUPPLY, owner, CAP));

        _permit(token, value, DEADLINE, _sign(token, name, OWNER_KEY, value));

        vm.assertEq(token.allowance(owner, HOLDER), value, "allowance");
        vm.assertEq(token.nonces(owner), 1, "nonce");
    }

    function testFuzz_AWalletCanLookUpTheDomain(uint256 index, string calldata name) public {
        AnyToken token = _deliver(_initcode(_kindWith(0, index), name, "MTK", 18, SUPPLY, owner, CAP));

        (bytes1 fields, string memory domainName, string memory version, uint256 chainId, address verifier,,) =
            IERC5267(address(token)).eip712Domain();

        vm.assertEq(uint8(fields), 0x0f, "fields");
        vm.assertEq(domainName, name, "name");
        vm.assertEq(version, "1", "version");
        vm.assertEq(chainId, block.chainid, "chain");
        vm.assertEq(verifier, address(token), "token");
        vm.assertTrue(token.DOMAIN_SEPARATOR() == _domain(token, name), "separator");
    }

    function test_ThePermittedCanSpendUntilTheDeadline() public {
        AnyToken token = _deliver(_kind(0));
        Signature memory signature = _sign(token, "My Token", OWNER_KEY, VALUE);
        vm.warp(DEADLINE);
        _permit(token, VALUE, DEADLINE, signature);

        vm.prank(HOLDER);
        token.transferFrom(owner, HOLDER, VALUE);

        vm.assertEq(token.balanceOf(HOLDER), VALUE, "holder");
    }

    function test_ALatePermitIsRefused() public {
        AnyToken token = _deliver(_kind(0));
        Signature memory signature = _sign(token, "My Token", OWNER_KEY, VALUE);
        vm.warp(DEADLINE + 1);

        vm.expectRevert(abi.encodeWithSelector(TokenPermit.ERC2612ExpiredSignature.selector, DEADLINE));
        _permit(token, VALUE, DEADLINE, signature);
    }

    function test_ASignatureOfSomebodyElsesIsRefused() public {
        AnyToken token = _deliver(_kind(0));
        Signature memory signature = _sign(token, "My Token", 0xBAD, VALUE);

        vm.expectRevert(abi.encodeWithSelector(TokenPermit.ERC2612InvalidSigner.selector, vm.addr(0xBAD), owner));
        _permit(token, VALUE, DEADLINE, signature);
    }

    function test_WhatIsNoSignatureIsRefusedAlsoForNobody() public {
        AnyToken token = _deliver(_kind(0));

        vm.expectRevert(abi.encodeWithSelector(TokenPermit.ERC2612InvalidSigner.selector, address(0), owner));
        token.permit(owner, HOLDER, VALUE, DEADLINE, 0, "r", "s");

        vm.expectRevert(abi.encodeWithSelector(TokenPermit.ERC2612InvalidSigner.selector, address(0), address(0)));
        token.permit(address(0), HOLDER, VALUE, DEADLINE, 27, 0, 0);

        // The other one of the two that ECDSA knows for a message, which nobody would miss.
        Signature memory signature = _sign(token, "My Token", OWNER_KEY, VALUE);
        bytes32 mirrored = bytes32(CURVE_ORDER - uint256(signature.s));
        vm.expectRevert(abi.encodeWithSelector(TokenPermit.ERC2612InvalidSigner.selector, address(0), owner));
        token.permit(owner, HOLDER, VALUE, DEADLINE, signature.v ^ 7, signature.r, mirrored);
    }

    function test_APermitWorksOnceAndForNothingElse() public {
        AnyToken token = _deliver(_kind(0));
        AnyToken other = _deliver(_kind(BURNABLE));
        Signature memory signature = _sign(token, "My Token", OWNER_KEY, VALUE);

        _assertRefused(token, VALUE + 1, DEADLINE, signature, "more than was signed for");
        _assertRefused(token, VALUE, DEADLINE + 1, signature, "longer than was signed for");
        _assertRefused(other, VALUE, DEADLINE, signature, "another token");
        vm.chainId(999);
        _assertRefused(token, VALUE, DEADLINE, signature, "another chain");
        vm.chainId(31337);

        _permit(token, VALUE, DEADLINE, signature);
        _assertRefused(token, VALUE, DEADLINE, signature, "a second time");
    }

    function _permit(AnyToken token, uint256 value, uint256 deadline, Signature memory signature) private {
        token.permit(owner, HOLDER, value, deadline, signature.v, signature.r, signature.s);
    }

    function _assertRefused(
        AnyToken token,
        uint256 value,
        uint256 deadline,
        Signature memory signature,
        string memory what
    ) private {
        try token.permit(owner, HOLDER, value, deadline, signature.v, signature.r, signature.s) {
            vm.assertTrue(false, string.concat("a permit worked for ", what));
        } catch {}
    }

    function _sign(AnyToken token, string memory name, uint256 key, uint256 value)
        private
        view
        returns (Signature memory signature)
    {
        bytes32 permit = keccak256(abi.encode(PERMIT, owner, HOLDER, value, token.nonces(owner), DEADLINE));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", _domain(token, name), permit));
        (signature.v, signature.r, signature.s) = vm.sign(key, digest);
    }

    function _domain(AnyToken token, string memory name) private view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN, keccak256(bytes(name)), keccak256("1"), block.chainid, address(token)));
    }
}
