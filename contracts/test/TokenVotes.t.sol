// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {BURNABLE, CAPPED, Kind, MINTABLE, OWNED, VOTES} from "./Kinds.t.sol";
import {AnyToken, TokenFixture} from "./TokenFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards that tokens weigh in votes as they are delegated, that nobody can change what was, and that a signature of
/// the holder's delegates whatever the token is called.
contract TokenVotesTest is TokenFixture {
    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant DELEGATION = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
    string private constant LONG_NAME = unicode"A token whose name is as long as an order may have it — 64 signs";
    uint256 private constant NOW = 1_800_000_000;
    uint256 private constant EXPIRY = NOW + 1 hours;
    uint256 private constant START = 1_000;

    function setUp() public override {
        super.setUp();
        vm.warp(NOW);
        vm.roll(START);
    }

    function testFuzz_WhatIsDelegatedMovesWithTheTokens(uint256 index, uint256 value) public {
        value %= SUPPLY + 1;
        (AnyToken token, IERC5805 votes) = _voting(index);
        vm.assertEq(votes.getVotes(owner), 0, "nobody votes who has not delegated");

        vm.prank(owner);
        votes.delegate(STRANGER);
        vm.prank(HOLDER);
        votes.delegate(HOLDER);
        vm.prank(owner);
        token.transfer(HOLDER, value);

        vm.assertEq(votes.delegates(owner), STRANGER, "delegate");
        vm.assertEq(votes.getVotes(STRANGER), SUPPLY - value, "the owner's, by the stranger");
        vm.assertEq(votes.getVotes(HOLDER), value, "the holder's own");
        vm.assertEq(token.balanceOf(owner), SUPPLY - value, "delegating moves no tokens");
    }

    function testFuzz_APastBlockKeepsItsVotes(uint256 index, uint256 value) public {
        value = 1 + value % SUPPLY;
        (AnyToken token, IERC5805 votes) = _voting(index);
        vm.prank(owner);
        votes.delegate(owner);
        uint256 then = votes.clock();

        vm.roll(START + 10);
        vm.prank(owner);
        token.transfer(HOLDER, value);
        vm.roll(START + 20);

        vm.assertEq(votes.getPastVotes(owner, then - 1), 0, "before");
        vm.assertEq(votes.getPastVotes(owner, then), SUPPLY, "then");
        vm.assertEq(votes.getPastVotes(owner, START + 9), SUPPLY, "until the transfer");
        vm.assertEq(votes.getPastVotes(owner, START + 10), SUPPLY - value, "since the transfer");
        vm.assertEq(votes.getPastTotalSupply(then - 1), 0, "supply before");
        vm.assertEq(votes.getPastTotalSupply(then), SUPPLY, "supply then");
    }

    function test_TheClockIsTheBlockNumber() public {
        (, IERC5805 votes) = _voting(0);

        vm.assertEq(votes.clock(), START, "clock");
        vm.assertEq(votes.CLOCK_MODE(), "mode=blocknumber&from=default", "mode");
        vm.expectRevert(abi.encodeWithSelector(Votes.ERC5805FutureLookup.selector, START, uint48(START)));
        votes.getPastVotes(owner, START);
    }

    function test_MintedAndBurntTokensCount() public {
        AnyToken token = _deliver(_kind(OWNED | BURNABLE | MINTABLE | VOTES));
        IERC5805 votes = IERC5805(address(token));
        vm.prank(owner);
        votes.delegate(owner);

        vm.prank(owner);
        token.mint(owner, 5);
        vm.assertEq(votes.getVotes(owner), SUPPLY + 5, "minted");

        vm.prank(owner);
        token.burn(7);
        vm.assertEq(votes.getVotes(owner), SUPPLY - 2, "burnt");
        vm.roll(START + 1);
        vm.assertEq(votes.getPastTotalSupply(START), SUPPLY - 2, "supply");
    }

    function testFuzz_TheHolderOfATokenWithAnyNameDelegatesBySignature(uint256 index, string calldata name) public {
        AnyToken token = _named(_kindWith(VOTES, index), name);

        _delegateBySig(token, 0, EXPIRY, _sign(token, name, OWNER_KEY, 0));

        vm.assertEq(IERC5805(address(token)).getVotes(HOLDER), SUPPLY, "votes");
        vm.assertEq(token.nonces(owner), 1, "nonce");
    }

    function test_ALongNameIsNoHindrance() public {
        AnyToken token = _named(_kind(VOTES), LONG_NAME);

        _delegateBySig(token, 0, EXPIRY, _sign(token, LONG_NAME, OWNER_KEY, 0));

        vm.assertEq(IERC5805(address(token)).delegates(owner), HOLDER, "delegate");
    }

    function test_ASignatureDelegatesOnceAndInTime() public {
        AnyToken token = _deliver(_kind(VOTES));
        Signature memory signature = _sign(token, "My Token", OWNER_KEY, 0);
        vm.warp(EXPIRY + 1);
        vm.expectRevert(abi.encodeWithSelector(IVotes.VotesExpiredSignature.selector, EXPIRY));
        _delegateBySig(token, 0, EXPIRY, signature);

        vm.warp(EXPIRY);
        _delegateBySig(token, 0, EXPIRY, signature);
        vm.expectRevert(abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, owner, 1));
        _delegateBySig(token, 0, EXPIRY, signature);
    }

    function test_ASignatureForAnotherTokenDelegatesNothingOfTheOwners() public {
        AnyToken token = _deliver(_kind(VOTES));
        Signature memory signature = _sign(_deliver(_kind(BURNABLE | VOTES)), "My Token", OWNER_KEY, 0);

        _delegateBySig(token, 0, EXPIRY, signature);

        vm.assertEq(IERC5805(address(token)).delegates(owner), address(0), "delegate");
    }

    function testFuzz_MoreThanVotesCanCountIsNotDelivered(uint256 supply) public {
        uint256 most = type(uint208).max;
        supply = most + 1 + supply % (type(uint256).max - most);
        bytes memory initcode = _initcode(_kind(VOTES), "My Token", "MTK", 18, supply, owner, CAP);

        vm.expectRevert(abi.encodeWithSelector(ERC20Votes.ERC20ExceededSafeSupply.selector, supply, most));
        _deliver(initcode);
    }

    function test_AsMuchAsVotesCanCountIsDeliveredAndNoMoreIsMinted() public {
        uint256 most = type(uint208).max;
        Kind memory kind = _kind(OWNED | MINTABLE | CAPPED | VOTES);
        AnyToken token = _deliver(_initcode(kind, "My Token", "MTK", 18, most, owner, type(uint256).max));

        vm.expectRevert(abi.encodeWithSelector(ERC20Votes.ERC20ExceededSafeSupply.selector, most + 1, most));
        vm.prank(owner);
        token.mint(owner, 1);
    }

    function _voting(uint256 index) private returns (AnyToken token, IERC5805 votes) {
        token = _deliver(_kindWith(VOTES, index));
        votes = IERC5805(address(token));
    }

    function _named(Kind memory kind, string memory name) private returns (AnyToken) {
        return _deliver(_initcode(kind, name, "MTK", 18, SUPPLY, owner, CAP));
    }

    function _delegateBySig(AnyToken token, uint256 nonce, uint256 expiry, Signature memory signature) private {
        IERC5805(address(token)).delegateBySig(HOLDER, nonce, expiry, signature.v, signature.r, signature.s);
    }

    function _sign(AnyToken token, string memory name, uint256 key, uint256 nonce)
        private
        view
        returns (Signature memory signature)
    {
        bytes32 domain =
            keccak256(abi.encode(DOMAIN, keccak256(bytes(name)), keccak256("1"), block.chainid, address(token)));
        bytes32 delegation = keccak256(abi.encode(DELEGATION, HOLDER, nonce, EXPIRY));
        (signature.v, signature.r, signature.s) =
            vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, delegation)));
    }
}
