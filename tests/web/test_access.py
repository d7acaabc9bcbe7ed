"""Who gets into which page: one line for every address and method, each really opened.

`owner` is a member of the dossier's organisation, `stranger` of another; `officer` is the one it
was assigned to, `other` is not; `partner` speaks for members (đối tác giới thiệu). The first
{name} of an address is a thing of `tests/house.py`, further ones are parts of it. `in` is the way
to the sign-in page; a POST carries a CSRF token and nothing else, so that 422 says "may, but has
filled in nothing".
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from app.mailbox import sink
from tests import house

TABLE = """
#    address                                    nob own str cle off oth lea dir aud adm par
GET  /                                          200 200 200 200 200 200 200 200 200 200 200
GET  /bieu-trung                                404 404 404 404 404 404 404 404 404 404 404
GET  /dang-ky                                   200 200 200 200 200 200 200 200 200 200 200
POST /dang-ky                                   422 422 422 422 422 422 422 422 422 422 422
GET  /dang-ky/cho-xac-nhan                      200 200 200 200 200 200 200 200 200 200 200
GET  /dang-ky/da-gui                            200 200 200 200 200 200 200 200 200 200 200
GET  /dang-ky/xac-nhan/{pending}                200 200 200 200 200 200 200 200 200 200 200
POST /dang-ky/xac-nhan/{pending}                422 422 422 422 422 422 422 422 422 422 422
GET  /dang-nhap                                 200 303 303 303 303 303 303 303 303 303 303
POST /dang-nhap                                 422 422 422 422 422 422 422 422 422 422 422
POST /dang-xuat                                 303 303 303 303 303 303 303 303 303 303 303
GET  /dat-lai-mat-khau/{reset}                  200 200 200 200 200 200 200 200 200 200 200
POST /dat-lai-mat-khau/{reset}                  422 422 422 422 422 422 422 422 422 422 422
GET  /dat-mat-khau/{first_password}             200 200 200 200 200 200 200 200 200 200 200
POST /dat-mat-khau/{first_password}             422 422 422 422 422 422 422 422 422 422 422
GET  /danh-gia                                   in 403 403 403 403 403 200 200 403 403 403
GET  /doi-tac                                    in 403 403 403 403 403 403 403 403 403 200
GET  /doi-tac/moi                                in 403 403 403 403 403 403 403 403 403 200
POST /doi-tac/moi                               401 403 403 403 403 403 403 403 403 403 422
GET  /doi-tac/tep                                in 403 403 403 403 403 403 403 403 403 200
POST /doi-tac/tep                               401 403 403 403 403 403 403 403 403 403 422
POST /doi-tac/tep/ghi-nhan                      401 403 403 403 403 403 403 403 403 403 303
GET  /doi-tac/tep/mau                            in 403 403 403 403 403 403 403 403 403 200
GET  /dot-dang-ky                               200 200 200 200 200 200 200 200 200 200 200
GET  /dot-dang-ky/{paper}/van-ban/{document_id} 200 200 200 200 200 200 200 200 200 200 200
GET  /dot-dang-ky/{call}                        200 200 200 200 200 200 200 200 200 200 200
GET  /favicon.ico                               301 301 301 301 301 301 301 301 301 301 301
GET  /healthz                                   200 200 200 200 200 200 200 200 200 200 200
POST /hien-thi                                  303 303 303 303 303 303 303 303 303 303 303
GET  /ho-so                                      in 200 200 403 403 403 403 403 403 403 403
GET  /ho-so/{draft}                              in 200 404 404 404 404 404 404 404 404 404
GET  /ho-so/{submitted}                          in 200 404 302 302 302 302 302 302 404 404
GET  /ho-so/{asked}/bo-sung                      in 200 404 403 403 403 403 403 403 404 404
POST /ho-so/{asked}/bo-sung                     401 422 404 403 403 403 403 403 403 404 404
GET  /ho-so/{asked}/bo-sung/{item_id}            in 200 404 403 403 403 403 403 403 404 404
POST /ho-so/{asked}/bo-sung/{item_id}           401 303 404 403 403 403 403 403 403 404 404
GET  /ho-so/{asked}/bo-sung/{item_id}/tep        in 200 404 403 403 403 403 403 403 404 404
POST /ho-so/{asked}/bo-sung/{item_id}/tep       401 422 404 403 403 403 403 403 403 404 404
GET  /ho-so/{entered}                            in 404 404 404 200 404 404 404 404 404 404
POST /ho-so/{draft}/bao-nguoi-ky                401 303 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/bo-khoi-phieu               401 409 404 404 404 404 404 404 404 404 404
GET  /ho-so/{draft}/cac-noi-dung                 in 200 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/cac-noi-dung                401 422 404 404 404 404 404 404 404 404 404
GET  /ho-so/{submitted}/da-nop                   in 200 404 302 302 302 302 302 302 404 404
GET  /ho-so/{approved}/danh-gia                  in 200 404 403 403 403 403 403 403 404 404
POST /ho-so/{approved}/danh-gia                 401 422 404 403 403 403 403 403 403 404 404
GET  /ho-so/{discussed}/hoi-dap                  in 200 404 403 403 403 403 403 403 404 404
POST /ho-so/{discussed}/hoi-dap                 401 422 404 403 403 403 403 403 403 404 404
GET  /ho-so/{discussed}/hoi-dap/{message_id}/tep in 200 404 200 200 200 200 200 200 404 404
POST /ho-so/{discussed}/hoi-dap/da-doc          401 303 404 403 403 403 403 403 403 404 404
GET  /ho-so/{approved}/khong-ky                  in 200 404 403 403 403 403 403 403 404 404
POST /ho-so/{approved}/khong-ky                 401 303 404 403 403 403 403 403 403 404 404
GET  /ho-so/{draft}/kiem-tra                     in 200 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/kiem-tra                    401 422 404 404 404 404 404 404 404 404 404
GET  /ho-so/{draft}/noi-dung                     in 200 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/noi-dung                    401 303 404 404 404 404 404 404 404 404 404
GET  /ho-so/{draft}/phieu                        in 200 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/phieu                       401 303 404 404 404 404 404 404 404 404 404
GET  /ho-so/{submitted}/van-ban                  in 404 404 404 404 404 404 404 404 404 404
GET  /ho-so/{approved}/van-ban                   in 200 404 200 200 200 200 200 200 404 404
GET  /ho-so/{receipt}/giay-to/{paper_id}         in 200 404 200 200 200 200 200 200 404 404
GET  /ho-so/{submitted}/rut                      in 200 404 403 403 403 403 403 403 404 404
POST /ho-so/{submitted}/rut                     401 303 404 403 403 403 403 403 403 404 404
GET  /ho-so/{draft}/san-pham                     in 200 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/san-pham                    401 422 404 404 404 404 404 404 404 404 404
GET  /ho-so/{draft}/san-pham/{product_id}        in 200 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/san-pham/{product_id}       401 303 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/san-pham/{product_id}/xoa   401 303 404 404 404 404 404 404 404 404 404
GET  /ho-so/{draft}/tep                          in 200 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/tep/{attachment_id}/go      401 303 404 404 404 404 404 404 404 404 404
GET  /ho-so/{draft}/tep/{attachment_id}/tai-ve   in 200 404 404 404 404 404 404 404 404 404
GET  /ho-so/{submitted}/tep/{attachment_id}/tai-ve  in 200 404 200 200 200 200 200 200 404 404
GET  /ho-so/{draft}/tep/{key}                    in 200 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/tep/{key}                   401 422 404 404 404 404 404 404 404 404 404
GET  /ho-so/{draft}/xoa                          in 200 404 404 404 404 404 404 404 404 404
POST /ho-so/{draft}/xoa                         401 303 404 404 404 404 404 404 404 404 404
GET  /ho-so/moi/{call}                           in 200 200 403 403 403 403 403 403 403 403
POST /ho-so/moi/{call}                          401 422 422 403 403 403 403 403 403 403 403
GET  /ho-so/moi/{call}/{content_code}            in 200 200 403 403 403 403 403 403 403 403
POST /ho-so/moi/{call}/{content_code}           401 303 303 403 403 403 403 403 403 403 403
GET  /hop-thu                                   200 200 200 200 200 200 200 200 200 200 200
GET  /hop-thu/{mail}                            200 200 200 200 200 200 200 200 200 200 200
GET  /hop-thu/{mail}/html                       200 200 200 200 200 200 200 200 200 200 200
GET  /kiem-tra                                  200 200 200 200 200 200 200 200 200 200 200
POST /kiem-tra                                  422 422 422 422 422 422 422 422 422 422 422
GET  /kiem-tra/{coded}                          200 200 200 200 200 200 200 200 200 200 200
GET  /loi-moi/{invitation}                      200 200 200 200 200 200 200 200 200 200 200
POST /loi-moi/{invitation}                      422 422 422 422 422 422 422 422 422 422 422
GET  /ngung-nhan-tin/{news}                     200 200 200 200 200 200 200 200 200 200 200
POST /ngung-nhan-tin/{news}                     303 303 303 303 303 303 303 303 303 303 303
GET  /nhu-cau                                    in 403 403 200 200 200 200 200 200 403 403
GET  /nhu-cau/{unconfirmed}/xac-nhan             in 403 404 403 200 200 403 403 403 404 404
POST /nhu-cau/{unconfirmed}/xac-nhan            401 403 404 403 422 422 403 403 403 404 404
GET  /nhu-cau/moi/{call}                         in 404 404 403 200 200 200 403 403 404 404
POST /nhu-cau/moi/{call}                        401 404 404 403 409 409 409 403 403 404 404
GET  /lich/{calendar}.ics                       200 200 200 200 200 200 200 200 200 200 200
POST /nhu-cau/xuat                              401 403 403 422 422 422 422 422 422 403 403
GET  /noi-dung-ho-tro                           200 200 200 200 200 200 200 200 200 200 200
GET  /noi-dung-ho-tro/{content}                 200 200 200 200 200 200 200 200 200 200 200
POST /noi-dung-ho-tro/{content}/ngung-nhan-tin  401 303 303 303 303 303 303 303 303 303 303
POST /noi-dung-ho-tro/{content}/nhan-tin        401 303 303 303 303 303 303 303 303 303 303
GET  /quan-tri                                   in 403 403 200 200 200 200 200 200 200 403
GET  /quan-tri/ngay-lam-viec                     in 403 403 403 403 403 200 403 403 200 403
POST /quan-tri/ngay-lam-viec                    401 403 403 403 403 403 422 403 403 422 403
POST /quan-tri/ngay-lam-viec/nhap               401 403 403 403 403 403 303 403 403 303 403
GET  /quan-tri/ngay-lam-viec/{day}               in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/ngay-lam-viec/{day}              401 404 404 403 403 403 303 403 403 303 404
POST /quan-tri/ngay-lam-viec/{day}/xoa          401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/chuong-trinh                      in 403 403 403 403 403 200 403 403 200 403
GET  /quan-tri/chuong-trinh/moi                  in 403 403 403 403 403 200 403 403 200 403
POST /quan-tri/chuong-trinh/moi                 401 403 403 403 403 403 422 403 403 422 403
GET  /quan-tri/chuong-trinh/{plan}          in 404 404 403 403 403 200 403 403 200 404
GET  /quan-tri/chuong-trinh/{plan}/du-an/moi  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/chuong-trinh/{plan}/du-an/moi 401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/chuong-trinh/{plan}/sao-chep  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/chuong-trinh/{plan}/sao-chep 401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/chuong-trinh/{plan}/sua      in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/chuong-trinh/{plan}/sua     401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/chuong-trinh/{plan}/them-van-ban  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/chuong-trinh/{plan}/them-van-ban 401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/doi-tac                           in 403 403 403 403 403 403 403 403 200 403
GET  /quan-tri/doi-tac/{partner}                 in 404 404 403 403 403 403 403 403 200 404
POST /quan-tri/doi-tac/{partner}                401 404 404 403 403 403 403 403 403 422 404
POST /quan-tri/doi-tac/{partner}/dong           401 404 404 403 403 403 403 403 403 303 404
POST /quan-tri/doi-tac/{partner}/mo-lai         401 404 404 403 403 403 403 403 403 303 404
GET  /quan-tri/doi-tac/moi                       in 403 403 403 403 403 403 403 403 200 403
POST /quan-tri/doi-tac/moi                      401 403 403 403 403 403 403 403 403 422 403
GET  /quan-tri/dot-dang-ky                       in 403 403 403 403 403 200 403 403 200 403
GET  /quan-tri/dot-dang-ky/moi                   in 403 403 403 403 403 200 403 403 200 403
POST /quan-tri/dot-dang-ky/moi                  401 403 403 403 403 403 422 403 403 422 403
GET  /quan-tri/dot-dang-ky/{ended}/luu-tru       in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{ended}/luu-tru      401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/dot-dang-ky/{planned}             in 404 404 403 403 403 200 403 403 200 404
GET  /quan-tri/dot-dang-ky/{planned}/cong-bo     in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{planned}/cong-bo    401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/dot-dang-ky/{planned}/noi-dung    in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{planned}/noi-dung   401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/dot-dang-ky/{planned}/sua         in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{planned}/sua        401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/dot-dang-ky/{planned}/tieu-chi    in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{planned}/tieu-chi   401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/dot-dang-ky/{planned}/them-van-ban in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{planned}/them-van-ban 401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/dot-dang-ky/{planned}/xem-truoc   in 404 404 403 403 403 200 403 403 200 404
GET  /quan-tri/dot-dang-ky/{planned}/xoa         in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{planned}/xoa        401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/dot-dang-ky/{live}                in 404 404 403 403 403 200 403 403 200 404
GET  /quan-tri/dot-dang-ky/{live}/chi-tieu/{line_id}  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{live}/chi-tieu/{line_id} 401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/dot-dang-ky/{live}/dong           in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{live}/dong          401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/dot-dang-ky/{live}/gia-han        in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{live}/gia-han       401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/dot-dang-ky/{live}/sao-chep       in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{live}/sao-chep      401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/dot-dang-ky/{live}/thong-bao      in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/dot-dang-ky/{live}/thong-bao     401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/du-an/{project}                   in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/du-an/{project}                  401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/nguoi-dung                        in 403 403 403 403 403 403 403 403 200 403
GET  /quan-tri/nguoi-dung/{invited}              in 404 404 403 403 403 403 403 403 200 404
POST /quan-tri/nguoi-dung/{invited}             401 404 404 403 403 403 403 403 403 303 404
POST /quan-tri/nguoi-dung/{colleague}/khoa      401 404 404 403 403 403 403 403 403 303 404
POST /quan-tri/nguoi-dung/{colleague}/mo-khoa   401 404 404 403 403 403 403 403 403 303 404
POST /quan-tri/nguoi-dung/{invited}/thu-moi     401 404 404 403 403 403 403 403 403 303 404
GET  /quan-tri/nguoi-dung/moi                    in 403 403 403 403 403 403 403 403 200 403
POST /quan-tri/nguoi-dung/moi                   401 403 403 403 403 403 403 403 403 422 403
GET  /quan-tri/noi-dung-ho-tro                   in 403 403 403 403 403 200 403 403 200 403
GET  /quan-tri/noi-dung-ho-tro/moi               in 403 403 403 403 403 200 403 403 200 403
POST /quan-tri/noi-dung-ho-tro/moi              401 403 403 403 403 403 422 403 403 422 403
GET  /quan-tri/noi-dung-ho-tro/{content}         in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/noi-dung-ho-tro/{drafted}/bo-ban-thao 401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/noi-dung-ho-tro/{content}/cau-hoi/moi  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/noi-dung-ho-tro/{content}/cau-hoi/moi 401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/noi-dung-ho-tro/{drafted}/cong-bo  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/noi-dung-ho-tro/{drafted}/cong-bo 401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/noi-dung-ho-tro/{content}/giay-to/moi  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/noi-dung-ho-tro/{content}/giay-to/moi 401 404 404 403 403 403 422 403 403 422 404
GET  /quan-tri/noi-dung-ho-tro/{content}/gioi-thieu  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/noi-dung-ho-tro/{content}/gioi-thieu 401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/noi-dung-ho-tro/{content}/thiet-lap  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/noi-dung-ho-tro/{content}/thiet-lap 401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/noi-dung-ho-tro/{drafted}/xem-truoc  in 404 404 403 403 403 200 403 403 200 404
GET  /quan-tri/noi-dung-ho-tro/{document}/giay-to/{key}  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/noi-dung-ho-tro/{document}/giay-to/{key} 401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/noi-dung-ho-tro/{question}/cau-hoi/{key}  in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/noi-dung-ho-tro/{question}/cau-hoi/{key} 401 404 404 403 403 403 303 403 403 303 404
POST /quan-tri/noi-dung-ho-tro/{question}/cau-hoi/{key}/len 401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/thu                               in 403 403 200 200 200 200 200 200 200 403
POST /quan-tri/thu/{letter}/gui-lai             401 404 404 403 403 403 403 403 403 303 404
GET  /quan-tri/tinh                              in 403 403 403 403 403 200 403 403 200 403
POST /quan-tri/tinh                             401 403 403 403 403 403 303 403 403 303 403
GET  /quan-tri/tinh/bieu-trung                   in 403 403 403 403 403 200 403 403 200 403
POST /quan-tri/tinh/bieu-trung                  401 403 403 403 403 403 422 403 403 422 403
POST /quan-tri/tinh/bieu-trung/go               401 403 403 403 403 403 303 403 403 303 403
GET  /quan-tri/xa-phuong                         in 403 403 403 403 403 200 403 403 200 403
POST /quan-tri/xa-phuong                        401 403 403 403 403 403 422 403 403 422 403
GET  /quan-tri/xa-phuong/{commune}               in 404 404 403 403 403 200 403 403 200 404
POST /quan-tri/xa-phuong/{commune}              401 404 404 403 403 403 303 403 403 303 404
POST /quan-tri/xa-phuong/{commune}/ngung        401 404 404 403 403 403 303 403 403 303 404
POST /quan-tri/van-ban-chuong-trinh/{annex}/go 401 404 404 403 403 403 303 403 403 303 404
GET  /quan-tri/van-ban-chuong-trinh/{annex}/tai-ve  in 404 404 403 403 403 200 403 403 200 404
GET  /quen-mat-khau                             200 200 200 200 200 200 200 200 200 200 200
POST /quen-mat-khau                             422 422 422 422 422 422 422 422 422 422 422
GET  /quen-mat-khau/da-gui                      200 200 200 200 200 200 200 200 200 200 200
GET  /quyen-rieng-tu                            200 200 200 200 200 200 200 200 200 200 200
GET  /readyz                                    200 200 200 200 200 200 200 200 200 200 200
GET  /so-ho-tro/nhap-lich-su                     in 403 403 403 200 200 200 403 403 403 403
GET  /so-ho-tro/nhap-lich-su/{history}           in 404 404 403 200 200 200 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history_done}      in 404 404 403 200 200 200 403 403 404 404
POST /so-ho-tro/nhap-lich-su/{history}/bo       401 404 404 403 303 303 303 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history_raw}/cot   in 404 404 403 200 200 200 403 403 404 404
POST /so-ho-tro/nhap-lich-su/{history_raw}/cot  401 404 404 403 422 422 422 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history}/dong      in 404 404 403 200 200 200 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history}/dong/{row_id}  in 404 404 403 200 200 200 403 403 404 404
POST /so-ho-tro/nhap-lich-su/{history}/dong/{row_id}/chon 401 404 404 403 422 422 422 403 403 404 404
POST /so-ho-tro/nhap-lich-su/{history}/dong/{row_id}/sua 401 404 404 403 422 422 422 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history}/ghi       in 404 404 403 200 200 200 403 403 404 404
POST /so-ho-tro/nhap-lich-su/{history}/ghi      401 404 404 403 303 303 303 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history}/hang-loat  in 404 404 403 200 200 200 403 403 404 404
POST /so-ho-tro/nhap-lich-su/{history}/hang-loat 401 404 404 403 422 422 422 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history_done}/hoan-tac  in 404 404 403 403 403 200 403 403 404 404
POST /so-ho-tro/nhap-lich-su/{history_done}/hoan-tac 401 404 404 403 403 403 422 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history}/sua-mot-loat in 404 404 403 200 200 200 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history}/sua-mot-loat/{key} in 404 404 403 200 200 200 403 403 404 404
POST /so-ho-tro/nhap-lich-su/{history}/sua-mot-loat/{key} 401 404 404 403 422 422 422 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/{history}/tep       in 404 404 403 200 200 200 403 403 404 404
POST /so-ho-tro/nhap-lich-su/{history}/xet-lai  401 404 404 403 303 303 303 403 403 404 404
GET  /so-ho-tro/nhap-lich-su/mau                 in 403 403 403 200 200 200 403 403 403 403
GET  /so-ho-tro/nhap-lich-su/tai-len             in 403 403 403 200 200 200 403 403 403 403
POST /so-ho-tro/nhap-lich-su/tai-len            401 403 403 403 422 422 422 403 403 403 403
GET  /static/css/nscl.css                       200 200 200 200 200 200 200 200 200 200 200
GET  /tai-khoan                                  in 200 200 200 200 200 200 200 200 200 200
GET  /tai-khoan/lich                             in 403 403 200 200 200 200 200 403 403 403
POST /tai-khoan/lich                            401 403 403 200 200 200 200 200 403 403 403
POST /tai-khoan/lich/thu-hoi                    401 403 403 303 303 303 303 303 403 403 403
GET  /tai-khoan/mat-khau                         in 200 200 200 200 200 200 200 200 200 200
POST /tai-khoan/mat-khau                        401 422 422 422 422 422 422 422 422 422 422
GET  /so-ho-tro                                  in 403 403 200 200 200 200 200 200 403 403
GET  /so-ho-tro/{entry}                          in 403 404 200 200 200 200 200 200 404 404
GET  /so-ho-tro/{entry}/cham-dut                 in 403 404 403 403 403 403 200 403 404 404
POST /so-ho-tro/{entry}/cham-dut                401 403 404 403 403 403 403 422 403 404 404
GET  /so-ho-tro/{entry}/cho-phep-them            in 403 404 403 403 403 200 403 403 404 404
POST /so-ho-tro/{entry}/cho-phep-them           401 403 404 403 403 403 422 403 403 404 404
GET  /so-ho-tro/cho-phep-them                    in 403 403 200 200 200 200 200 200 403 403
GET  /so-ho-tro/cho-phep-them/{exception}        in 403 404 200 200 200 200 200 200 404 404
POST /so-ho-tro/cho-phep-them/{exception}/quyet-dinh 401 403 404 403 403 403 403 422 403 404 404
POST /so-ho-tro/cho-phep-them/{exception}/rut   401 403 404 403 403 403 303 403 403 404 404
GET  /so-ho-tro/cho-phep-them/{exception}/tai-ve  in 403 404 200 200 200 200 200 200 404 404
GET  /so-ho-tro/pham-vi/{programme}              in 404 404 403 403 403 200 200 403 404 404
POST /so-ho-tro/pham-vi/{programme}             401 404 404 403 403 403 422 422 403 404 404
GET  /so-ho-tro/quy-tac                          in 403 403 200 200 200 200 200 200 403 403
GET  /so-ho-tro/quy-tac/{content}                in 404 404 403 403 403 200 200 403 404 404
POST /so-ho-tro/quy-tac/{content}               401 404 404 403 403 403 422 422 403 404 404
POST /so-ho-tro/quy-tac/{content}/tieu-chuan    401 404 404 403 403 403 422 422 403 404 404
GET  /so-ho-tro/ra-soat                          in 403 403 200 200 200 200 200 200 403 403
POST /so-ho-tro/ra-soat                         401 403 403 403 403 403 422 422 403 403 403
POST /so-ho-tro/xuat                            401 403 403 422 422 422 422 422 422 403 403
GET  /tai-khoan/thu-dien-tu                      in 200 200 200 200 200 200 200 200 200 200
POST /tai-khoan/thu-dien-tu                     401 422 422 422 422 422 422 422 422 422 422
GET  /tai-khoan/thu-dien-tu/{new_address}       200 200 200 200 200 200 200 200 200 200 200
POST /tai-khoan/thu-dien-tu/{new_address}       303 303 303 303 303 303 303 303 303 303 303
GET  /tai-khoan/nhan-tin                         in 200 200 200 200 200 200 200 200 200 200
POST /tai-khoan/nhan-tin                        401 303 303 303 303 303 303 303 303 303 303
GET  /tep-da-xuat                                in 403 403 200 200 200 200 200 200 403 403
GET  /tep-da-xuat/{export}                       in 404 404 403 200 403 403 403 403 404 404
GET  /tep-da-xuat/{export_waiting}               in 404 404 403 200 403 403 403 403 404 404
POST /tep-da-xuat/{export}/tai-ve               401 404 404 403 200 403 403 403 403 404 404
POST /tep-da-xuat/{export}/xoa                  401 404 404 403 303 403 403 403 403 404 404
GET  /to-chuc                                    in 200 200 200 200 200 200 200 200 200 200
POST /to-chuc/{organisation}/chuyen             401 303 404 403 403 403 403 403 403 404 404
GET  /to-chuc/{organisation}/nguoi               in 200 404 403 403 403 403 403 403 404 404
GET  /to-chuc/{organisation}/nguoi/moi           in 200 404 403 403 403 403 403 403 404 404
POST /to-chuc/{organisation}/nguoi/moi          401 422 404 403 403 403 403 403 403 404 404
GET  /to-chuc/{organisation}/thong-tin           in 200 404 403 403 403 403 403 403 404 404
POST /to-chuc/{organisation}/thong-tin          401 422 404 403 403 403 403 403 403 404 404
GET  /to-chuc/{organisation}/thu-lien-he         in 200 404 403 403 403 403 403 403 404 404
POST /to-chuc/{organisation}/thu-lien-he        401 303 404 403 403 403 403 403 403 404 404
GET  /to-chuc/chuyen                             in 200 200 403 403 403 403 403 403 403 403
GET  /to-chuc/con-co-the-dang-ky                 in 200 200 403 403 403 403 403 403 403 403
GET  /to-chuc/dang-ky                             in 303 303 303 303 303 303 303 303 303 200
POST /to-chuc/dang-ky                           401 303 303 303 303 303 303 303 303 303 422
GET  /to-chuc/ho-so                              in 200 200 403 403 403 403 403 403 403 403
POST /to-chuc/ho-so                             401 422 422 403 403 403 403 403 403 403 403
GET  /to-chuc/loi-moi/{joining}                 200 200 200 200 200 200 200 200 200 200 200
POST /to-chuc/loi-moi/{joining}                 422 422 422 422 422 422 422 422 422 422 422
GET  /mau-thu                                    in 403 403 403 403 403 200 403 403 200 403
GET  /mau-thu/{worded}                           in 404 404 403 403 403 200 403 403 200 404
POST /mau-thu/{worded}                          401 404 404 403 403 403 422 403 403 422 404
GET  /mau-thu/{worded}/ban/{version}             in 404 404 403 403 403 200 403 403 200 404
POST /mau-thu/{worded}/ban/{version}/dung-lai   401 404 404 403 403 403 303 403 403 303 404
POST /mau-thu/{worded}/mac-dinh                 401 404 404 403 403 403 303 403 403 303 404
GET  /mau-van-ban                                in 403 403 403 403 403 200 403 403 200 403
GET  /mau-van-ban/{template}                     in 404 404 403 403 403 200 403 403 200 404
POST /mau-van-ban/{template}                    401 404 404 403 403 403 422 403 403 422 404
POST /mau-van-ban/{template}/mac-dinh           401 404 404 403 403 403 303 403 403 303 404
GET  /mau-van-ban/{template}/tai-ve              in 404 404 403 403 403 200 403 403 200 404
POST /to-chuc/loi-moi-da-gui/{member_invitation}/thu-hoi 401 303 404 403 403 403 403 403 403 404 404
GET  /to-chuc/nguoi/{preparer}/ket-thuc          in 200 404 403 403 403 403 403 403 404 404
POST /to-chuc/nguoi/{agent}/ket-thuc            401 303 404 403 403 403 403 403 403 404 404
POST /to-chuc/nguoi/{preparer}/nguoi-ky         401 303 404 403 403 403 403 403 403 404 404
POST /to-chuc/nguoi/{preparer}/nguoi-lap        401 303 404 403 403 403 403 403 403 404 404
GET  /to-chuc/nhu-cau                            in 200 200 403 403 403 403 403 403 403 403
POST /to-chuc/nhu-cau/{unconfirmed}/khong-xac-nhan 401 303 404 403 403 403 403 403 403 404 404
POST /to-chuc/nhu-cau/{need}/rut                401 303 404 403 403 403 403 403 403 404 404
POST /to-chuc/nhu-cau/{unconfirmed}/xac-nhan    401 303 404 403 403 403 403 403 403 404 404
POST /to-chuc/nhu-cau/lap-phieu/{inviting}      401 409 409 403 403 403 403 403 403 403 403
GET  /to-chuc/nhu-cau/moi                        in 200 200 403 403 403 403 403 403 403 403
POST /to-chuc/nhu-cau/moi                       401 422 422 403 403 403 403 403 403 403 403
GET  /to-chuc/uy-quyen/{mandate}/tai-ve          in 200 404 200 200 200 200 200 200 404 404
GET  /to-chuc/yeu-cau                            in 200 200 403 403 403 403 403 403 403 403
GET  /to-chuc/yeu-cau/{claim}                    in 200 404 403 200 200 403 403 403 404 404
POST /to-chuc/yeu-cau/{claim}                   401 422 404 403 422 422 403 403 403 404 404
GET  /to-chuc/yeu-cau/{claim}/uy-quyen           in 403 404 403 403 403 403 403 403 404 404
POST /to-chuc/yeu-cau/{claim}/uy-quyen          401 403 404 403 403 403 403 403 403 404 404
GET  /tra-loi-y-kien                            200 200 200 200 200 200 200 200 200 200 200
GET  /tra-loi-y-kien/{opinion_link}             200 200 200 200 200 200 200 200 200 200 200
POST /tra-loi-y-kien/{opinion_link}             422 422 422 422 422 422 422 422 422 422 422
GET  /tra-cuu                                   200 200 200 200 200 200 200 200 200 200 200
POST /tra-cuu                                   422 422 422 422 422 422 422 422 422 422 422
GET  /tro-nang                                  200 200 200 200 200 200 200 200 200 200 200
GET  /viec-cua-toi                               in 403 403 200 200 200 200 200 403 403 403
GET  /viec-cua-toi/ban-giao/{holder}             in 404 404 403 403 403 200 403 403 404 404
POST /viec-cua-toi/ban-giao/{holder}            401 404 404 403 403 403 422 403 403 404 404
GET  /viec-cua-toi/vang-mat                      in 403 403 200 200 200 200 200 403 403 403
POST /viec-cua-toi/vang-mat                     401 403 403 422 422 422 422 422 403 403 403
POST /viec-cua-toi/vang-mat/{absence}/ket-thuc  401 404 404 403 303 403 303 303 403 404 404
POST /viec-cua-toi/vang-mat/{absence}/xac-nhan  401 404 404 403 403 403 303 303 403 404 404
GET  /xet-chon                                   in 403 403 200 200 200 200 200 200 403 403
GET  /xet-chon/{preparing}                       in 404 404 200 200 200 200 200 200 404 404
GET  /xet-chon/{scoring}/cham                    in 404 404 403 403 200 200 403 403 404 404
GET  /xet-chon/{scoring}/cham/{application_id}   in 404 404 403 403 403 200 403 403 404 404
POST /xet-chon/{scoring}/cham/{application_id}  401 404 404 403 403 403 422 403 403 404 404
GET  /xet-chon/{scoring}/cham/{application_id}/tep/{attachment_id}/tai-ve  in 404 404 403 403 200 200 403 403 404 404
GET  /xet-chon/{scoring}/cham/{application_id}/xung-dot  in 404 404 403 403 200 200 403 403 404 404
POST /xet-chon/{scoring}/cham/{application_id}/xung-dot 401 404 404 403 403 422 422 403 403 404 404
GET  /xet-chon/{preparing}/ho-so                 in 404 404 403 403 200 200 403 403 404 404
POST /xet-chon/{preparing}/ho-so                401 404 404 403 403 422 422 403 403 404 404
POST /xet-chon/{preparing}/ho-so/{application_id}/bo 401 404 404 403 403 303 303 403 403 404 404
GET  /xet-chon/{scoring}/ho-so/{application_id}/tra-lai  in 404 404 403 403 200 200 403 403 404 404
POST /xet-chon/{scoring}/ho-so/{application_id}/tra-lai 401 404 404 403 403 422 422 403 403 404 404
GET  /xet-chon/{preparing}/huy                   in 404 404 403 403 200 200 403 403 404 404
POST /xet-chon/{preparing}/huy                  401 404 404 403 403 422 422 403 403 404 404
GET  /xet-chon/{closed}/ket-luan                 in 404 404 403 403 200 200 403 403 404 404
POST /xet-chon/{closed}/ket-luan                401 404 404 403 403 409 409 403 403 404 404
GET  /xet-chon/{scoring}/ket-qua                 in 404 404 409 409 409 409 409 409 404 404
GET  /xet-chon/{closed}/ket-qua                  in 404 404 200 200 200 200 200 200 404 404
GET  /xet-chon/{concluded}/ket-qua               in 404 404 200 200 200 200 200 200 404 404
GET  /xet-chon/{concluded}/ket-qua/{application_id}  in 404 404 200 200 200 200 200 200 404 404
GET  /xet-chon/{closed}/ket-qua/{application_id}/khac  in 404 404 403 403 200 200 403 403 404 404
POST /xet-chon/{closed}/ket-qua/{application_id}/khac 401 404 404 403 403 303 303 403 403 404 404
POST /xet-chon/{scoring}/khoa-cham              401 404 404 403 403 409 409 403 403 404 404
POST /xet-chon/{preparing}/mo-cham              401 404 404 403 403 303 303 403 403 404 404
GET  /xet-chon/{preparing}/sua                   in 404 404 403 403 200 200 403 403 404 404
POST /xet-chon/{preparing}/sua                  401 404 404 403 403 422 422 403 403 404 404
GET  /xet-chon/{preparing}/thanh-vien            in 404 404 403 403 200 200 403 403 404 404
POST /xet-chon/{preparing}/thanh-vien           401 404 404 403 403 422 422 403 403 404 404
POST /xet-chon/{preparing}/thanh-vien/{member_id}/dua-ra 401 404 404 403 403 303 303 403 403 404 404
GET  /xet-chon/{closed}/van-ban                  in 404 404 403 403 200 200 403 403 404 404
POST /xet-chon/{closed}/van-ban                 401 404 404 403 403 422 422 403 403 404 404
GET  /xet-chon/{minutes}/van-ban/{paper_id}/pdf  in 404 404 403 403 200 200 403 403 404 404
GET  /xet-chon/{minutes}/van-ban/{paper_id}/word  in 404 404 403 403 200 200 403 403 404 404
GET  /xet-chon/{minutes}/van-ban/{paper_id}/so   in 404 404 200 403 403 403 403 403 404 404
POST /xet-chon/{minutes}/van-ban/{paper_id}/so  401 404 404 422 403 403 403 403 403 404 404
GET  /xet-chon/du-bi                             in 403 403 200 200 200 200 200 200 403 403
POST /xet-chon/du-bi/{reserved}/bo-sung         401 404 404 403 403 403 409 403 403 404 404
GET  /xet-chon/moi/{council_call}                in 404 404 403 200 200 200 403 403 404 404
POST /xet-chon/moi/{council_call}               401 404 404 403 422 422 422 403 403 404 404
GET  /xet-duyet                                  in 403 403 200 200 200 200 200 200 403 403
GET  /xet-duyet/{draft}                          in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{submitted}                      in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{draft}/ban-hanh                 in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{issuing}/ban-hanh               in 403 404 200 403 403 403 403 403 404 404
POST /xet-duyet/{draft}/ban-hanh                401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{issuing}/ban-hanh              401 403 404 422 403 403 403 403 403 404 404
GET  /xet-duyet/{draft}/chu-ky-so                in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{issuing}/chu-ky-so              in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{draft}/don-rut                  in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{submitted}/don-rut              in 403 404 403 403 403 403 403 403 404 404
POST /xet-duyet/{draft}/don-rut                 401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{submitted}/don-rut             401 403 404 403 403 403 403 403 403 404 404
POST /xet-duyet/{draft}/ghi-chu                 401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{submitted}/ghi-chu             401 403 404 422 422 422 422 422 403 404 404
GET  /xet-duyet/{draft}/ghi-nhan-quyet-dinh      in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{deciding}/ghi-nhan-quyet-dinh   in 403 404 403 200 200 403 403 403 404 404
POST /xet-duyet/{draft}/ghi-nhan-quyet-dinh     401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{deciding}/ghi-nhan-quyet-dinh  401 403 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/{receipt}/giay-to/{paper_id}/pdf  in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{late}/giay-to/{paper_id}/so     in 403 404 200 403 403 403 403 403 404 404
POST /xet-duyet/{late}/giay-to/{paper_id}/so    401 403 404 422 403 403 403 403 403 404 404
GET  /xet-duyet/{discussed}/hoi-dap              in 403 404 200 200 200 200 200 200 404 404
POST /xet-duyet/{discussed}/hoi-dap             401 403 404 422 422 422 422 403 403 404 404
POST /xet-duyet/{discussed}/hoi-dap/da-doc      401 403 404 303 303 303 303 403 403 404 404
POST /xet-duyet/{unsent}/thu/{letter_id}/gui-lai 401 403 404 303 303 303 403 403 403 404 404
GET  /xet-duyet/{sheet}/giay-to/{paper_id}/thu-hoi  in 403 404 200 200 200 200 200 403 404 404
POST /xet-duyet/{sheet}/giay-to/{paper_id}/thu-hoi 401 403 404 422 422 422 422 422 403 404 404
GET  /xet-duyet/{sheet}/giay-to/{paper_id}/word  in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{draft}/gia-han                  in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{appraised}/gia-han              in 403 404 403 200 200 200 403 403 404 404
POST /xet-duyet/{draft}/gia-han                 401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{appraised}/gia-han             401 403 404 403 303 303 303 403 403 404 404
POST /xet-duyet/{draft}/gia-han/bo              401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{appraised}/gia-han/bo          401 403 404 403 303 303 303 403 403 404 404
GET  /xet-duyet/{appraised}/khao-sat/moi         in 403 404 403 200 403 403 403 403 404 404
POST /xet-duyet/{appraised}/khao-sat/moi        401 403 404 403 422 403 403 403 403 404 404
GET  /xet-duyet/{visit}/khao-sat/{visit_id}      in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{visit}/khao-sat/{visit_id}/anh/{photos_id}/tai-ve in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{visit}/khao-sat/{visit_id}/ban-ky in 403 404 403 200 403 403 403 403 404 404
POST /xet-duyet/{visit}/khao-sat/{visit_id}/ban-ky 401 403 404 403 422 403 403 403 403 404 404
GET  /xet-duyet/{visit}/khao-sat/{visit_id}/ban-ky/tai-ve in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{planned_visit}/khao-sat/{visit_id}/bien-ban in 403 404 403 200 403 403 403 403 404 404
POST /xet-duyet/{planned_visit}/khao-sat/{visit_id}/bien-ban 401 403 404 403 422 403 403 403 403 404 404
GET  /xet-duyet/{planned_visit}/khao-sat/{visit_id}/huy in 403 404 403 200 403 403 403 403 404 404
POST /xet-duyet/{planned_visit}/khao-sat/{visit_id}/huy 401 403 404 403 422 403 403 403 403 404 404
GET  /xet-duyet/{submitted}/loi-ich              in 403 404 200 200 200 200 200 403 404 404
POST /xet-duyet/{submitted}/loi-ich             401 403 404 422 422 422 422 422 403 404 404
GET  /xet-duyet/loi-ich-lien-quan                in 403 403 200 200 200 200 200 200 403 403
GET  /xet-duyet/loi-ich-lien-quan/{interest}/rut  in 404 404 403 403 403 200 403 403 404 404
POST /xet-duyet/loi-ich-lien-quan/{interest}/rut 401 404 404 403 403 403 422 403 403 404 404
GET  /xet-duyet/danh-ba                          in 403 403 403 200 200 200 403 403 403 403
GET  /xet-duyet/danh-ba/{agency}                 in 404 404 403 200 200 200 403 403 404 404
POST /xet-duyet/danh-ba/{agency}                401 404 404 403 303 303 303 403 403 404 404
GET  /xet-duyet/danh-ba/moi                      in 403 403 403 200 200 200 403 403 403 403
POST /xet-duyet/danh-ba/moi                     401 403 403 403 422 422 422 403 403 403 403
GET  /xet-duyet/xin-y-kien                       in 403 403 200 200 200 200 200 200 403 403
GET  /xet-duyet/{appraised}/xin-y-kien/moi       in 403 404 403 200 200 200 403 403 404 404
POST /xet-duyet/{appraised}/xin-y-kien/moi      401 403 404 403 422 422 422 403 403 404 404
GET  /xet-duyet/{opinion}/xin-y-kien/{opinion_id} in 403 404 200 200 200 200 200 200 404 404
POST /xet-duyet/{opinion}/xin-y-kien/{opinion_id}/cong-van 401 403 404 303 303 303 303 303 403 404 404
GET  /xet-duyet/{opinion}/xin-y-kien/{opinion_id}/khep in 403 404 403 200 200 200 403 403 404 404
POST /xet-duyet/{opinion}/xin-y-kien/{opinion_id}/khep 401 403 404 403 422 422 422 403 403 404 404
GET  /xet-duyet/{answered_opinion}/xin-y-kien/{opinion_id}/tai-ve in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{opinion}/xin-y-kien/{opinion_id}/tra-loi in 403 404 403 200 200 200 403 403 404 404
POST /xet-duyet/{opinion}/xin-y-kien/{opinion_id}/tra-loi 401 403 404 403 422 422 422 403 403 404 404
GET  /xet-duyet/{draft}/khong-phe-duyet          in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{deciding}/khong-phe-duyet       in 403 404 403 403 403 403 200 403 404 404
POST /xet-duyet/{draft}/khong-phe-duyet         401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{deciding}/khong-phe-duyet      401 403 404 403 403 403 403 422 403 404 404
GET  /xet-duyet/{draft}/khong-tiep-nhan          in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{submitted}/khong-tiep-nhan      in 403 404 403 200 200 403 403 403 404 404
POST /xet-duyet/{draft}/khong-tiep-nhan         401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{submitted}/khong-tiep-nhan     401 403 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/{accepted}/lap-van-ban           in 403 404 200 200 200 200 200 403 404 404
POST /xet-duyet/{accepted}/lap-van-ban          401 403 404 422 422 422 422 422 403 404 404
GET  /xet-duyet/{draft}/phan-cong                in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{accepted}/phan-cong             in 403 404 403 403 403 200 403 403 404 404
POST /xet-duyet/{draft}/phan-cong               401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{draft}/bo-ho-so                401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{accepted}/bo-ho-so             401 403 404 303 303 303 303 303 303 404 404
POST /xet-duyet/{accepted}/phan-cong            401 403 404 403 403 403 422 403 403 404 404
GET  /xet-duyet/{draft}/phe-duyet                in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{deciding}/phe-duyet             in 403 404 403 403 403 403 200 403 404 404
POST /xet-duyet/{draft}/phe-duyet               401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{deciding}/phe-duyet            401 403 404 403 403 403 403 303 403 404 404
GET  /xet-duyet/{draft}/so-den                   in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{submitted}/so-den               in 403 404 200 403 403 403 403 403 404 404
POST /xet-duyet/{draft}/so-den                  401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{submitted}/so-den              401 403 404 303 403 403 403 403 403 404 404
GET  /xet-duyet/{draft}/tep/{attachment_id}      in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{submitted}/tep/{attachment_id}  in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{draft}/tep/{attachment_id}/trong-khung in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{submitted}/tep/{attachment_id}/trong-khung in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{draft}/tham-dinh                in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{appraised}/tham-dinh            in 403 404 403 200 403 403 403 403 404 404
POST /xet-duyet/{draft}/tham-dinh               401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{appraised}/tham-dinh           401 403 404 403 422 403 403 403 403 404 404
GET  /xet-duyet/{draft}/tiep-nhan                in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{submitted}/tiep-nhan            in 403 404 200 200 200 403 403 403 404 404
POST /xet-duyet/{draft}/tiep-nhan               401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{submitted}/tiep-nhan           401 403 404 303 303 303 403 403 403 404 404
GET  /xet-duyet/{draft}/tra-lai                  in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{endorsing}/tra-lai              in 403 404 403 403 403 200 403 403 404 404
POST /xet-duyet/{draft}/tra-lai                 401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{endorsing}/tra-lai             401 403 404 403 403 403 422 403 403 404 404
GET  /xet-duyet/{draft}/tra-lai-tham-dinh        in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{deciding}/tra-lai-tham-dinh     in 403 404 403 403 403 403 200 403 404 404
POST /xet-duyet/{draft}/tra-lai-tham-dinh       401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{deciding}/tra-lai-tham-dinh    401 403 404 403 403 403 403 422 403 404 404
GET  /xet-duyet/{draft}/trinh-so                 in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{endorsing}/trinh-so             in 403 404 403 403 403 200 403 403 404 404
POST /xet-duyet/{draft}/trinh-so                401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{endorsing}/trinh-so            401 403 404 403 403 403 303 403 403 404 404
GET  /xet-duyet/{draft}/van-ban/{kind}           in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{approved}/van-ban/{kind}        in 403 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/{draft}/yeu-cau-bo-sung          in 403 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/{appraised}/yeu-cau-bo-sung      in 403 404 403 200 200 403 403 403 404 404
POST /xet-duyet/{draft}/yeu-cau-bo-sung         401 403 404 404 404 404 404 404 404 404 404
POST /xet-duyet/{appraised}/yeu-cau-bo-sung     401 403 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/bo-loc                           in 403 403 200 200 200 200 200 200 403 403
GET  /xet-duyet/bo-trinh-ky                     in 403 403 200 200 200 200 200 200 403 403
GET  /xet-duyet/bo-trinh-ky/{drafted_bundle}    in 404 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/bo-trinh-ky/{gathered}/ban-hanh  in 404 404 200 403 403 403 403 403 404 404
POST /xet-duyet/bo-trinh-ky/{gathered}/ban-hanh 401 404 404 422 403 403 403 403 403 404 404
POST /xet-duyet/bo-trinh-ky/{gathered}/ban-hanh-tiep 401 404 404 422 403 403 403 403 403 404 404
GET  /xet-duyet/bo-trinh-ky/{bundle_out}/ca-bo  in 404 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/bo-trinh-ky/{gathered}/da-ban-hanh  in 404 404 404 404 404 404 404 404 404 404
GET  /xet-duyet/bo-trinh-ky/{bundle_out}/da-ky  in 404 404 403 200 200 403 403 403 404 404
POST /xet-duyet/bo-trinh-ky/{bundle_out}/da-ky 401 404 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/bo-trinh-ky/{bundle_out}/huy    in 404 404 403 200 200 403 403 403 404 404
POST /xet-duyet/bo-trinh-ky/{bundle_out}/huy   401 404 404 403 422 422 403 403 403 404 404
POST /xet-duyet/bo-trinh-ky/{bundle_out}/lap-lai 401 404 404 403 303 303 403 403 403 404 404
GET  /xet-duyet/bo-trinh-ky/{drafted_bundle}/sua  in 404 404 403 200 200 403 403 403 404 404
POST /xet-duyet/bo-trinh-ky/{drafted_bundle}/sua 401 404 404 403 303 303 403 403 403 404 404
GET  /xet-duyet/bo-trinh-ky/{drafted_bundle}/trinh-ky  in 404 404 403 200 200 403 403 403 404 404
POST /xet-duyet/bo-trinh-ky/{drafted_bundle}/trinh-ky 401 404 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/bo-trinh-ky/{bundle_out}/van-ban/{paper_id}/docx  in 404 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/bo-trinh-ky/moi/phe-duyet       in 403 403 403 302 302 403 403 403 403 403
POST /xet-duyet/bo-trinh-ky/moi/phe-duyet      401 403 403 403 422 422 403 403 403 403 403
GET  /xet-duyet/cach-xem                         in 403 403 200 200 200 200 200 200 403 403
POST /xet-duyet/cach-xem                        401 403 403 422 422 422 422 422 422 403 403
POST /xet-duyet/cach-xem/{kept}/mac-dinh        401 404 404 303 303 303 303 303 303 404 404
POST /xet-duyet/cach-xem/{kept}/xoa             401 404 404 403 403 403 303 403 403 404 404
POST /xet-duyet/cach-xem/khong-mac-dinh         401 403 403 303 303 303 303 303 303 403 403
GET  /xet-duyet/cho-ban-hanh                    in 403 403 302 403 403 403 403 403 403 403
GET  /xet-duyet/cho-ban-hanh/phe-duyet          in 403 403 200 403 403 403 403 403 403 403
POST /xet-duyet/cho-ban-hanh/phe-duyet         401 403 403 422 403 403 403 403 403 403 403
GET  /xet-duyet/cho-ky                          in 403 403 200 200 200 200 200 200 403 403
GET  /xet-duyet/cho-ky/phe-duyet                in 403 403 403 403 403 403 302 403 403 403
POST /xet-duyet/cho-ky/phe-duyet               401 403 403 403 403 403 403 422 403 403 403
GET  /xet-duyet/hang-loat                        in 403 403 200 200 200 200 200 200 403 403
POST /xet-duyet/hang-loat                       401 403 403 422 422 422 422 422 422 403 403
GET  /xet-duyet/hang-loat/{bulk}                 in 404 404 404 404 404 200 404 404 404 404
GET  /xet-duyet/nhap-ho                          in 403 403 403 200 200 403 403 403 403 403
POST /xet-duyet/nhap-ho                         401 403 403 403 422 422 403 403 403 403 403
GET  /xet-duyet/nhap-ho/{without_email}          in 404 404 403 200 200 403 403 403 404 404
POST /xet-duyet/nhap-ho/{without_email}/{call}/{content} 401 404 404 403 303 409 403 403 403 404 404
GET  /xet-duyet/nhap-ho/{without_email}/dong-y   in 404 404 403 200 200 403 403 403 404 404
POST /xet-duyet/nhap-ho/{without_email}/dong-y  401 404 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/nhap-ho/{without_email}/ma-dang-nhap in 404 404 403 200 200 403 403 403 404 404
POST /xet-duyet/nhap-ho/{without_email}/ma-dang-nhap 401 404 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/nhap-ho/moi                      in 403 403 403 200 200 403 403 403 403 403
POST /xet-duyet/nhap-ho/moi                     401 403 403 403 422 422 403 403 403 403 403
GET  /xet-duyet/so-theo-doi                      in 403 403 200 200 200 200 200 200 403 403
POST /xet-duyet/so-theo-doi                     401 403 403 422 422 422 422 422 422 403 403
GET  /xet-duyet/thu-can-in                       in 403 403 200 200 200 403 403 403 403 403
GET  /xet-duyet/thu-can-in/{paper_letter}        in 404 404 200 200 200 403 403 403 404 404
POST /xet-duyet/thu-can-in/{paper_letter}       401 404 404 422 422 422 403 403 403 404 404
GET  /xet-duyet/thu-can-in/in                    in 403 403 200 200 200 403 403 403 403 403
GET  /xet-duyet/to-chuc                          in 403 403 200 200 200 200 200 200 403 403
GET  /xet-duyet/to-chuc/{organisation}/chi-nhanh in 403 404 403 200 200 403 403 403 404 404
POST /xet-duyet/to-chuc/{organisation}/chi-nhanh 401 403 404 403 200 200 403 403 403 404 404
GET  /xet-duyet/to-chuc/{organisation}/doi-ten   in 403 404 403 200 200 403 403 403 404 404
POST /xet-duyet/to-chuc/{organisation}/doi-ten   401 403 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/to-chuc/thay-doi/{act}           in 404 404 403 200 200 403 403 403 404 404
POST /xet-duyet/to-chuc/thay-doi/{act}           401 404 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/to-chuc/thay-doi/{act}/van-ban   in 404 404 403 200 200 403 403 403 404 404
POST /xet-duyet/to-chuc/thay-doi/{act}/van-ban   401 404 404 403 422 422 403 403 403 404 404
GET  /xet-duyet/to-chuc/thay-doi/{act}/van-ban/tai-ve  in 404 404 200 200 200 200 200 200 404 404
GET  /xet-duyet/to-chuc/{organisation}           in 302 404 200 200 200 200 200 200 404 404
POST /xet-duyet/to-chuc/{organisation}/da-tra-cuu 401 403 404 403 303 303 403 403 403 404 404
POST /xet-duyet/xuat                            401 403 403 200 200 200 200 200 200 403 403
GET  /xet-duyet/yeu-cau-tham-gia                 in 403 403 403 200 200 403 403 403 403 403
"""


@dataclass(frozen=True)
class Line:
    """A line of the table."""

    method: str
    address: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


def _line(text: str) -> Line:
    method, address, *answers = text.split()
    return Line(method, address, dict(zip(house.ROLES, answers, strict=True)))


LINES = [_line(text) for text in TABLE.splitlines() if text and not text.startswith("#")]


@pytest.fixture
def app_environment(app_environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Open the development mailbox too: its pages are in the table as well."""
    return app_environment | {"MAILBOX_DIR": str(tmp_path / "mailbox")}


@pytest.fixture
def things(app: Flask, tmp_path: Path) -> house.House:
    """Return the house, with a letter in its mailbox."""
    opened = house.open_house(app)
    letter = b"Subject: Thu\r\nContent-Type: text/html\r\n\r\n<p>Noi dung</p>\r\n"
    sink.keep_in(tmp_path / "mailbox")(["don-vi@example.vn"], letter)
    opened.things["mail"] = {"letter_id": next((tmp_path / "mailbox").glob("*.eml")).stem}
    return opened


def test_every_address_stands_in_the_table(app: Flask, things: house.House) -> None:
    bound = app.url_map.bind("localhost")
    listed = {
        (line.method, bound.match(things.path(line.address), line.method, return_rule=True)[0].rule)
        for line in LINES
    }
    served = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert listed == served


@pytest.mark.parametrize("role", house.ROLES)
def test_everyone_gets_what_the_table_says(app: Flask, things: house.House, role: str) -> None:
    callers = house.Callers(app)
    wrong = []
    for line in LINES:
        answer = callers.open(role, line.method, things.path(line.address))
        sent_away = answer.status_code == 302 and answer.location.startswith("/dang-nhap?next=")
        got = "in" if sent_away else str(answer.status_code)
        if got != line.answers[role]:
            wrong.append(f"{line}: {got} in place of {line.answers[role]}")
    assert not wrong, "\n".join([role, *wrong])
